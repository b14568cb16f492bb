package io.bitchat.messages.send;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Where messages to groups go. */
@ConfigMapping(prefix = "bitchat.groups")
public interface GroupConfig {
    /** The group-gossip-service; set by the environment variable {@code BITCHAT_GROUP_SERVICE_URL}. */
    URI url();

    /** A message to a group that is not answered after this long is answered with 503; it may still become stored. */
    @WithDefault("10s")
    Duration timeout();
}
