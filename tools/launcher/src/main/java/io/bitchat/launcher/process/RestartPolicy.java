package io.bitchat.launcher.process;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Limits how often a process that dies is restarted within 5 minutes. One that never became ready gets {@value #MAX}
 * restarts with growing pauses, because the cause will hardly fix itself. One that had served is restarted up to
 * {@value #MAX_SERVED} times without a growing pause: being up most of the time is better than not at all.
 */
public final class RestartPolicy {
    public static final int MAX = 5;
    static final int MAX_SERVED = 60;

    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final Deque<Instant> failedStarts = new ArrayDeque<>();
    private final Deque<Instant> crashes = new ArrayDeque<>();
    private final RandomGenerator random;
    private final Duration firstPause;

    /** @param firstPause pause before the first restart; each further pause after a failed start is twice as long */
    public RestartPolicy(RandomGenerator random, Duration firstPause) {
        this.random = random;
        this.firstPause = firstPause;
    }

    /**
     * The pause before the next start, with a jitter of ±50 %; empty if no restart is left.
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

    /** The number of restarts in the last 5 minutes, and the limit. */
    String used(boolean served) {
        return served ? crashes.size() + " of " + MAX_SERVED : failedStarts.size() + " of " + MAX;
    }
}
