package io.bitchat.kit.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;

/** Records that events have reached Kafka, in the transaction that deletes them from the outbox. */
public interface PublishedListener {
    /** Called with events that the broker has acknowledged. If it fails, the relay publishes them again. */
    Uni<Void> published(SqlConnection connection, List<Published> events);

    /**
     * @param type CloudEvents type
     * @param subject CloudEvents subject
     * @param at CloudEvents time: time of the event
     */
    record Published(String type, String subject, Instant at) {}
}
