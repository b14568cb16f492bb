package io.bitchat.peers.presence;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long a peer counts as online. */
@ConfigMapping(prefix = "bitchat.presence")
public interface PresenceConfig {
    /** After a registration, a status of online, or another call that names the peer; its socket vouches for longer. */
    @WithDefault("5m")
    Duration callLease();
}
