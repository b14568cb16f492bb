package io.bitchat.retry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with jitter: pauses double from the first to the longest, and each is shortened at random by up to
 * half, so that callers that failed together do not retry together. Stateless: the caller counts its failures in a row.
 *
 * @param first pause after the first failure, before the jitter; at least 1 ms
 * @param longest upper bound of every pause; not below {@code first}
 */
public record Backoff(Duration first, Duration longest) {
    /** Doubling more often could overflow 64 bits; no configured pause needs it. */
    private static final int MAX_DOUBLINGS = 30;

    /** @throws IllegalArgumentException if a pause is out of range */
    public Backoff {
        if (first.toMillis() < 1) throw new IllegalArgumentException("first pause below 1 ms: " + first);
        if (longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("longest pause " + longest + " is shorter than the first, " + first);
        }
    }

    /** @param firstMillis at least 1; see {@link Backoff} */
    public static Backoff ofMillis(long firstMillis, long longestMillis) {
        return new Backoff(Duration.ofMillis(firstMillis), Duration.ofMillis(longestMillis));
    }

    /**
     * Milliseconds to wait, at least 1.
     *
     * @param failures number of failures in a row, from 1
     * @throws IllegalArgumentException if {@code failures} is below 1
     */
    public long millisAfter(int failures) {
        return millisAfter(failures, ThreadLocalRandom.current());
    }

    /** As {@link #millisAfter(int)}, with the given source of randomness. */
    public long millisAfter(int failures, RandomGenerator random) {
        if (failures < 1) throw new IllegalArgumentException("no failure, no pause: " + failures);
        int doublings = Math.min(failures - 1, MAX_DOUBLINGS);
        long max = longest.toMillis();
        // shifting the limit instead of the pause cannot overflow
        long pause = first.toMillis() > max >> doublings ? max : first.toMillis() << doublings;
        return pause - random.nextLong(pause / 2 + 1);
    }
}
