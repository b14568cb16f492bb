package io.bitchat.launcher.process;

import io.bitchat.launcher.suite.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Specification of one process of the suite.
 *
 * @param environment variables added to the launcher's own
 * @param prepare runs before every start; an exception is final
 * @param readiness polled until it returns true
 * @param health polled while the process runs; {@link Health#READY} if only its end counts
 * @param stopSignal the signal for a clean stop
 */
public record ProcessSpec(
        Endpoint endpoint,
        List<String> command,
        Map<String, String> environment,
        Runnable prepare,
        Readiness readiness,
        Supplier<Health> health,
        StopSignal stopSignal) {
    /** Longest time from the start of the process to its readiness. */
    static final Duration START_LIMIT = Duration.ofMinutes(3);

    /** Longest time from the stop signal to kill -9. */
    static final Duration STOP_LIMIT = Duration.ofSeconds(12);

    public enum StopSignal {
        TERM,
        INT
    }

    public ProcessSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    public String name() {
        return endpoint.label();
    }
}
