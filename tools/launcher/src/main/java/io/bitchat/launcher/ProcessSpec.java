package io.bitchat.launcher;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One process of the suite, as it is to be started.
 *
 * @param environment added to the launcher's own
 * @param prepare runs before every start; what it throws is final
 * @param readiness asked again and again until it says yes
 * @param health asked while it runs; {@link Health#READY} where only its end counts
 * @param stopSignal what ends it in good order
 */
record ProcessSpec(
        Endpoint endpoint,
        List<String> command,
        Map<String, String> environment,
        Runnable prepare,
        Readiness readiness,
        Supplier<Health> health,
        StopSignal stopSignal) {
    /** From the start of the process to its readiness. */
    static final Duration START_LIMIT = Duration.ofMinutes(3);

    /** From the signal to kill -9. */
    static final Duration STOP_LIMIT = Duration.ofSeconds(12);

    enum StopSignal {
        TERM,
        INT
    }

    ProcessSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    String name() {
        return endpoint.label();
    }
}
