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
 * @param purpose what the process is for
 */
public record ProcessSpec(
        Endpoint endpoint,
        List<String> command,
        Map<String, String> environment,
        Runnable prepare,
        Readiness readiness,
        Supplier<Health> health,
        StopSignal stopSignal,
        Purpose purpose) {
    /** Longest time from the start of the process to its readiness. */
    static final Duration START_LIMIT = Duration.ofMinutes(3);

    /** Prefixes of the variables that configure a service, also those that Quarkus and MicroProfile know. */
    private static final List<String> SETTINGS = List.of("BITCHAT_", "QUARKUS_", "MP_", "SMALLRYE_");

    public enum StopSignal {
        TERM,
        INT
    }

    /** What a process is for. */
    public enum Purpose {
        /** It serves users. */
        SERVE(Duration.ofSeconds(12)),

        /**
         * It shows the JVM what it loads, and writes that down when it ends. It gets no settings of the user, since these
         * may name data of the suite that serves.
         */
        TRAIN(Duration.ofMinutes(5));

        private final Duration stopLimit;

        Purpose(Duration stopLimit) {
            this.stopLimit = stopLimit;
        }

        /** Whether its processes do not get this variable of the launcher. */
        public boolean hides(String variable) {
            return this == TRAIN && SETTINGS.stream().anyMatch(variable::startsWith);
        }
    }

    public ProcessSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Longest time from the stop signal to kill -9. */
    Duration stopLimit() {
        return purpose.stopLimit;
    }

    public String name() {
        return endpoint.label();
    }
}
