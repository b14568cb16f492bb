package io.bitchat.files.flow;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;

/** Token bucket for a byte rate, with a burst of a twentieth of a second. Thread-safe. */
final class TokenBucket {
    private static final double BYTES_PER_MEGABIT = 1_000_000 / 8.0;
    private static final int BURSTS_PER_SECOND = 20;
    private static final int MAX_PIECE = 64 << 10;

    private final long perSecond;
    private final Optional<Bucket> bucket;

    /** @param mbps megabits (10⁶) per second; 0 means unlimited */
    TokenBucket(double mbps) {
        this(mbps, TimeMeter.SYSTEM_NANOTIME);
    }

    TokenBucket(double mbps, TimeMeter clock) {
        perSecond = (long) Math.ceil(mbps * BYTES_PER_MEGABIT);
        bucket = mbps > 0
                ? Optional.of(Bucket.builder()
                        .addLimit(limit -> limit.capacity(Math.max(1, perSecond / BURSTS_PER_SECOND))
                                .refillGreedy(perSecond, Duration.ofSeconds(1)))
                        .withCustomTimePrecision(clock)
                        .build())
                : Optional.empty();
    }

    boolean isLimited() {
        return bucket.isPresent();
    }

    /** Number of bytes that can be sent in one piece without a noticeable burst. */
    int piece() {
        return (int) Math.clamp(perSecond / BURSTS_PER_SECOND, 1, MAX_PIECE);
    }

    /** Counts bytes that are moved now; returns the nanoseconds to wait before the next. */
    long pass(int bytes) {
        return bucket.map(one -> one.consumeIgnoringRateLimits(bytes)).orElse(0L);
    }
}
