package io.bitchat.kit.time;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far the clock of a sender is ahead of the clock here. */
public final class ClockSkew {
    /** Skew up to this is usual, and not worth mentioning. */
    public static final Duration TOLERATED = Duration.ofMinutes(2);

    private ClockSkew() {}

    /**
     * Milliseconds by which {@code sentAt} lies after {@code receivedAt}, if that is more than {@link #TOLERATED};
     * otherwise null. A message that was sent long ago has only been on its way for long.
     */
    public static @Nullable Long flagged(Instant sentAt, Instant receivedAt) {
        var ahead = Duration.between(receivedAt, sentAt);
        return ahead.compareTo(TOLERATED) > 0 ? ahead.toMillis() : null;
    }
}
