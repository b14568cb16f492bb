package io.bitchat.messages.send;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Forwarding of messages to groups. */
@ConfigMapping(prefix = "bitchat.groups")
public interface GroupConfig {
    /** URL of the group-gossip-service; set by the environment variable {@code BITCHAT_GROUP_SERVICE_URL}. */
    URI url();

    /** Time limit for a message to a group. After it, the answer is 503; the message may still be stored. */
    @WithDefault("10s")
    Duration timeout();
}
