package io.bitchat.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with jitter: pauses double up to a maximum, and each is shortened by up to half at random, so
 * that nodes do not dial in step.
 */
final class Backoff {
    private final long minMillis;
    private final long maxMillis;
    private final RandomGenerator random;
    private long pauseMillis;

    Backoff(Duration min, Duration max, RandomGenerator random) {
        this.minMillis = min.toMillis();
        this.maxMillis = max.toMillis();
        this.random = random;
        this.pauseMillis = minMillis;
    }

    /** The next pause in milliseconds, at least 1. */
    long next() {
        long pause = pauseMillis;
        pauseMillis = Math.min(maxMillis, pause * 2);
        return pause - random.nextLong(pause / 2 + 1);
    }

    void reset() {
        pauseMillis = minMillis;
    }
}
