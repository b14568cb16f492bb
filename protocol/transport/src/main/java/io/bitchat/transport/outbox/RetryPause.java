package io.bitchat.transport.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses before a message is tried again: they double from the first to the longest, and each is shortened at random by
 * up to half, so that nodes that failed together do not try together.
 *
 * @param first pause after the first failure, before the shortening; at least 1 ms
 * @param longest upper bound of every pause; not below {@code first}
 */
public record RetryPause(Duration first, Duration longest) {
    private static final int MAX_DOUBLINGS = 30;

    public RetryPause {
        if (first.toMillis() < 1) throw new IllegalArgumentException("first pause below 1 ms: " + first);
        if (longest.compareTo(first) < 0) throw new IllegalArgumentException("longest pause below the first");
    }

    /** From half a second to a minute. */
    public static RetryPause defaults() {
        return new RetryPause(Duration.ofMillis(500), Duration.ofMinutes(1));
    }

    /**
     * The pause before the next attempt.
     *
     * @param failures in a row, at least 1
     */
    public Duration after(int failures, RandomGenerator random) {
        int doublings = Math.min(failures - 1, MAX_DOUBLINGS);
        long max = longest.toMillis();
        // shifting the limit instead of the pause cannot overflow
        long pause = first.toMillis() > max >> doublings ? max : first.toMillis() << doublings;
        return Duration.ofMillis(pause - random.nextLong(pause / 2 + 1));
    }
}
