package io.bitchat.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a process that lives and does no work is to be restarted. Not where what it needs is away, as the others say
 * as well: a restart would not bring that back, and would take away what goes on without it.
 */
final class Watch {
    /** So long a process may be without being ready. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    private final Duration limit;
    private @Nullable Instant since;

    Watch(Duration limit) {
        this.limit = limit;
    }

    /**
     * Takes a look into account.
     *
     * @param others how the other processes are
     * @return why the process is to be restarted, in one line
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
     * What it misses others have, or it does not even say what, and others do: while Kafka stands still none of them says in
     * time how it is.
     */
    private static boolean isItsOwnFault(Health health, Collection<Health> others) {
        if (!health.isSaid()) return others.stream().anyMatch(Health::isSaid);
        return health.down().stream()
                .allMatch(check -> others.stream().anyMatch(other -> other.up().contains(check)));
    }
}
