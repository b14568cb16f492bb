package io.bitchat.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How often a process that dies is started again, within 5 minutes. One that never became ready gets {@value #MAX}
 * chances, each after a longer pause: what is wrong will hardly mend itself. One that had served comes back at once and
 * up to {@value #MAX_SERVED} times: it is better to have it most of the time than not at all.
 */
final class RestartPolicy {
    static final int MAX = 5;
    static final int MAX_SERVED = 60;

    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final Deque<Instant> failedStarts = new ArrayDeque<>();
    private final Deque<Instant> crashes = new ArrayDeque<>();
    private final RandomGenerator random;
    private final Duration firstPause;

    /** @param firstPause each further pause after a failed start is twice as long */
    RestartPolicy(RandomGenerator random, Duration firstPause) {
        this.random = random;
        this.firstPause = firstPause;
    }

    /**
     * The pause before the next start, jitter of ±50 % included; empty when the process has had its chances.
     *
     * @param served whether the process had become ready before it died
     */
    Optional<Duration> next(Instant now, boolean served) {
        if (served) failedStarts.clear();
        var deaths = served ? crashes : failedStarts;
        while (!deaths.isEmpty() && deaths.getFirst().isBefore(now.minus(WINDOW))) {
            deaths.removeFirst();
        }
        if (deaths.size() >= (served ? MAX_SERVED : MAX)) {
            return Optional.empty();
        }
        long pause = served ? firstPause.toMillis() : firstPause.toMillis() << deaths.size();
        deaths.addLast(now);
        return Optional.of(Duration.ofMillis(Math.round(pause * random.nextDouble(0.5, 1.5))));
    }

    /** How many restarts there were within the last 5 minutes, of how many. */
    String used(boolean served) {
        return served ? crashes.size() + " of " + MAX_SERVED : failedStarts.size() + " of " + MAX;
    }
}
