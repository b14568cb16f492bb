package io.bitchat.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How often a process that dies is started again: {@value #MAX} times in 5 minutes, each time after a longer pause. */
final class RestartPolicy {
    static final int MAX = 5;

    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final Deque<Instant> restarts = new ArrayDeque<>();
    private final RandomGenerator random;
    private final Duration firstPause;

    /** @param firstPause each further pause within the window is twice as long */
    RestartPolicy(RandomGenerator random, Duration firstPause) {
        this.random = random;
        this.firstPause = firstPause;
    }

    /** The pause before the next start, jitter of ±50 % included; empty when the process has had its chances. */
    Optional<Duration> next(Instant now) {
        while (!restarts.isEmpty() && restarts.getFirst().isBefore(now.minus(WINDOW))) {
            restarts.removeFirst();
        }
        if (restarts.size() >= MAX) {
            return Optional.empty();
        }
        long pause = firstPause.toMillis() << restarts.size();
        restarts.addLast(now);
        return Optional.of(Duration.ofMillis(Math.round(pause * random.nextDouble(0.5, 1.5))));
    }

    /** Restarts within the last 5 minutes. */
    int used() {
        return restarts.size();
    }
}
