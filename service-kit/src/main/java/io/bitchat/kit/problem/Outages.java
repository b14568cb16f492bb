package io.bitchat.kit.problem;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells a dependency that is away, which time mends, from a request or a program that is wrong, which it does not. */
public final class Outages {
    /**
     * SQLSTATE classes: connection, transaction rolled back (deadlock), insufficient resources, operator intervention,
     * system error (PostgreSQL App. A).
     */
    private static final Set<String> OUTAGE_CLASSES = Set.of("08", "40", "53", "57", "58");

    private static final int MAX_CAUSES = 16;

    private Outages() {}

    /** Whether {@code failure}, or what caused it, is an outage. */
    public static boolean isOutage(@Nullable Throwable failure) {
        var cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++, cause = cause.getCause()) {
            if (isOutageItself(cause)) return true;
        }
        return false;
    }

    private static boolean isOutageItself(Throwable failure) {
        return switch (failure) {
            case PgException pg ->
                pg.getSqlState() != null
                        && OUTAGE_CLASSES.contains(pg.getSqlState().substring(0, 2));
            case ClosedConnectionException _, IOException _, TimeoutException _, RejectedExecutionException _ -> true;
            case io.smallrye.mutiny.TimeoutException _ -> true;
            // the SQL client reports a full wait queue and a lost connection as plain messages
            case VertxException vertx -> mentionsConnection(vertx);
            default -> failure.getClass().getSimpleName().startsWith("NoStackTrace") && mentionsConnection(failure);
        };
    }

    private static boolean mentionsConnection(Throwable failure) {
        var message = String.valueOf(failure.getMessage()).toLowerCase(java.util.Locale.ROOT);
        return message.contains("connection") || message.contains("timeout") || message.contains("pool");
    }
}
