package io.bitchat.launcher.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a process that runs without being ready must be restarted. It is not restarted if a dependency is
 * down for the other processes too: a restart would not repair that, and would stop the work that still goes on.
 */
public final class Watch {
    /** Longest time that a process may run without being ready. */
    public static final Duration LIMIT = Duration.ofSeconds(60);

    private final Duration limit;
    private @Nullable Instant since;

    Watch(Duration limit) {
        this.limit = limit;
    }

    /**
     * Evaluates one check.
     *
     * @param others health of the other processes
     * @return the reason to restart the process, in one line; empty if there is none
     */
    Optional<String> look(Health health, Collection<Health> others, Instant now) {
        if (health.isReady() || !isItsOwnFault(health, others)) {
            since = null;
            return Optional.empty();
        }
        if (since == null) since = now;
        return Duration.between(since, now).compareTo(limit) < 0
                ? Optional.empty()
                : Optional.of("was not ready for " + limit.toSeconds() + " s: " + health.complaint());
    }

    /**
     * True if other processes report as up every check that fails here. If this process reports no checks at all, true
     * if others do report: when Kafka hangs, none of them reports in time.
     */
    private static boolean isItsOwnFault(Health health, Collection<Health> others) {
        if (!health.isSaid()) return others.stream().anyMatch(Health::isSaid);
        return health.down().stream()
                .allMatch(check -> others.stream().anyMatch(other -> other.up().contains(check)));
    }
}
