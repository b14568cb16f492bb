package io.bitchat.kit.problem;

import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes the outage of a dependency, after which a retry may succeed, from a faulty request or program, where it
 * does not help.
 */
public final class FailureClassifier {
    /**
     * SQLSTATE classes: connection, authorization, no such database, transaction rolled back (deadlock), insufficient resources,
     * operator intervention, system error (PostgreSQL App. A).
     */
    private static final Set<String> OUTAGE_CLASSES = Set.of("08", "28", "3D", "40", "53", "57", "58");

    /** SQLSTATE classes: data exception, integrity constraint violation, program limit exceeded. */
    private static final Set<String> CONTENT_CLASSES = Set.of("22", "23", "54");

    /** Vert.x's exception for failures that are only a text, such as a full queue or a pool timeout. */
    private static final Class<?> TEXT_ONLY = Future.failedFuture("").cause().getClass();

    private static final int MAX_CAUSES = 16;

    private FailureClassifier() {}

    /** Whether {@code failure}, or what caused it, is an outage. */
    public static boolean isOutage(@Nullable Throwable failure) {
        var cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++, cause = cause.getCause()) {
            if (isOutageItself(cause)) return true;
        }
        return false;
    }

    /**
     * Whether the content to be stored is the cause, so that every retry fails. False for an outage, and for what an
     * operator has to fix, such as a missing table.
     */
    public static boolean blamesContent(Throwable failure) {
        if (isOutage(failure)) return false;
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++, cause = cause.getCause()) {
            if (cause instanceof DatabaseException sql) return isIn(CONTENT_CLASSES, sql);
        }
        return true;
    }

    private static boolean isOutageItself(Throwable failure) {
        return switch (failure) {
            case DatabaseException sql -> isIn(OUTAGE_CLASSES, sql);
            case IOException _, TimeoutException _, RejectedExecutionException _ -> true;
            case io.smallrye.mutiny.TimeoutException _ -> true;
            // the SQL and HTTP clients report a lost or unavailable connection with these two types
            case VertxException _ -> true;
            default -> TEXT_ONLY.isInstance(failure);
        };
    }

    private static boolean isIn(Set<String> classes, DatabaseException failure) {
        return failure.getSqlState() != null
                && classes.contains(failure.getSqlState().substring(0, 2));
    }
}
