package io.bitchat.messages.realtime;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;

/** WebSockets. */
@ConfigMapping(prefix = "bitchat.realtime")
public interface RealtimeConfig {
    /** Sockets that one peer may have open on this replica; another one is refused with 429. */
    @WithDefault("100")
    @Positive
    int socketsPerPeer();
}
