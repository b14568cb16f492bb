package io.bitchat.messages.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Messages for peers that only an edge node sees. */
@ConfigMapping(prefix = "bitchat.messages.edge")
public interface EdgeConfig {
    /**
     * Interval at which everything that still waits for such a peer is offered again. All replicas should have the same
     * value.
     */
    @WithDefault("60s")
    Duration offerAgain();

    /** Interval at which new messages for such peers are looked for, as long as there are such peers. */
    @WithDefault("200ms")
    Duration offerInterval();
}
