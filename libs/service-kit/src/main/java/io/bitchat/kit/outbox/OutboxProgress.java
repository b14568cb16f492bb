package io.bitchat.kit.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Tells whether committed events have reached Kafka, for responses that promise an effect in other services. */
@ApplicationScoped
public class OutboxProgress {
    private static final String LAST = "select coalesce(max(id), 0) from outbox";
    private static final String FIRST = "select coalesce(min(id), 9223372036854775807) from outbox";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Pool pool;

    OutboxProgress(Pool pool) {
        this.pool = pool;
    }

    /**
     * Whether all events stored now are published within {@code patience}; also false if the database does not respond.
     */
    public Uni<Boolean> catchesUp(Duration patience) {
        return number(LAST)
                .flatMap(this::isPast)
                .ifNoItem()
                .after(patience)
                .recoverWithItem(false)
                .onFailure()
                .recoverWithItem(false);
    }

    private Uni<Boolean> isPast(long last) {
        return number(FIRST)
                .repeat()
                .withDelay(LOOK_AGAIN)
                .until(first -> first > last)
                .onItem()
                .ignore()
                .toUni()
                .replaceWith(true);
    }

    private Uni<Long> number(String query) {
        return pool.query(query).execute().map(rows -> rows.iterator().next().getLong(0));
    }
}
