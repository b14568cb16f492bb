package io.bitchat.kit.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;

/** Wants to note, in the transaction that empties the outbox, that events have reached Kafka. */
public interface PublishedListener {
    /** Called with events that the broker has acknowledged; a failure makes the relay publish them again. */
    Uni<Void> published(SqlConnection connection, List<Published> events);

    /**
     * @param type CloudEvents type
     * @param subject CloudEvents subject
     * @param at CloudEvents time: when it happened
     */
    record Published(String type, String subject, Instant at) {}
}
