package io.bitchat.peers.presence;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Online status of peers. */
@ConfigMapping(prefix = "bitchat.presence")
public interface PresenceConfig {
    /**
     * How long a peer counts as online after a registration, a status of online, or another call that names it. An open
     * socket keeps it online longer.
     */
    @WithDefault("5m")
    Duration callLease();
}
