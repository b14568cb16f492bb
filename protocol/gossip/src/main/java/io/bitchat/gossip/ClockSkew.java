package io.bitchat.gossip;

import io.bitchat.gossip.causal.HybridTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How far a time stamp is ahead of this node's wall clock. */
public enum ClockSkew {
    /** Up to {@link #USUAL_LIMIT}. */
    USUAL,
    /** The writer's clock is wrong; its messages are taken all the same. */
    NOTICEABLE,
    /** Beyond {@link #MAX}. */
    EXCESSIVE;

    /** Time by which clocks may differ without being worth mentioning. */
    public static final Duration USUAL_LIMIT = Duration.ofMinutes(2);

    /**
     * Maximum time by which a time stamp may be ahead. Time stamps of a node follow all that it has delivered, so that
     * without a limit one member could use up the numbers of all.
     */
    public static final Duration MAX = Duration.ofHours(24);

    static ClockSkew of(HybridTime time, Instant now) {
        var ahead = Duration.between(now, time.wall());
        if (ahead.compareTo(USUAL_LIMIT) <= 0) return USUAL;
        return ahead.compareTo(MAX) <= 0 ? NOTICEABLE : EXCESSIVE;
    }

    /** The counter of messages with this skew. */
    Optional<Count> counter() {
        return switch (this) {
            case USUAL -> Optional.empty();
            case NOTICEABLE -> Optional.of(Count.CLOCK_SKEW);
            case EXCESSIVE -> Optional.of(Count.DROPPED_CLOCK_SKEW);
        };
    }
}
