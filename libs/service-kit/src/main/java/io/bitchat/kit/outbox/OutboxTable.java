package io.bitchat.kit.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitchat.contracts.EventHeaders;
import io.bitchat.kit.codec.EncodedEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** SQL statements of the relay, on one connection. */
final class OutboxTable {
    /**
     * Selects the oldest events, up to a count and until a number of bytes is reached. Lengths are known without
     * reading the payloads.
     */
    private static final String OLDEST = """
            select id, topic, key, headers, payload
            from (select id, topic, key, headers, payload,
                         sum(octet_length(payload) + octet_length(headers))
                             over (order by id rows between unbounded preceding and 1 preceding) as before
                  from (select id, topic, key, headers, payload from outbox order by id limit $1) as oldest) as counted
            where before is null or before < $2
            order by id
            """;

    private static final String SET_ASIDE = """
            with refused as (
                delete from outbox where id = any($1) returning id, topic, key, headers, payload)
            insert into outbox_refused (id, topic, key, headers, payload, reason)
            select id, topic, key, headers, payload, reason
            from refused join unnest($1::bigint[], $2::text[]) as why (id, reason) using (id)
            """;
    /** One leader per schema: the session holds the lock and releases it when it ends. */
    private static final String LEAD = "select pg_try_advisory_lock(hashtext('outbox'), hashtext(current_schema()))";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SqlConnection connection;
    private volatile boolean inTransaction;

    record Stored(long id, EncodedEvent event) {}

    OutboxTable(SqlConnection connection) {
        this.connection = connection;
    }

    Uni<Void> listen() {
        return connection
                .query("select current_schema()")
                .execute()
                .map(rows -> rows.iterator().next().getString(0))
                .chain(schema ->
                        connection.query("listen \"outbox_" + schema + "\"").execute())
                // forces the index: statistics see an empty table, but reads find it full of dead rows
                .chain(() -> connection.query("set enable_seqscan = off").execute())
                .replaceWithVoid();
    }

    Uni<Boolean> tryLead() {
        return connection.query(LEAD).execute().map(rows -> rows.iterator()
                .next()
                .getBoolean(0));
    }

    /**
     * @param limit maximum number of events
     * @param bytes maximum bytes of headers and payloads; the event that reaches it is the last
     */
    Uni<List<Stored>> oldest(int limit, long bytes) {
        return connection.preparedQuery(OLDEST).execute(Tuple.of(limit, bytes)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(OutboxTable::stored)
                .toList());
    }

    /**
     * Deletes published events without waiting for the disk: if a crash restores them they are only published again,
     * which consumers expect. Asynchronous commit is limited to this transaction, because the connection returns to a
     * pool whose commits must be durable.
     */
    Uni<Void> remove(List<Stored> published, List<PublishedListener> listeners) {
        if (published.isEmpty()) return Uni.createFrom().voidItem();
        var ids = published.stream().map(Stored::id).toArray(Long[]::new);
        var facts = published.stream()
                .map(stored -> stored.event().headers())
                .map(OutboxTable::published)
                .toList();
        inTransaction = true;
        return connection.begin().chain(transaction -> {
            Uni<?> work = connection
                    .query("set local synchronous_commit = off")
                    .execute()
                    .chain(() -> connection
                            .preparedQuery("delete from outbox where id = any($1)")
                            .execute(Tuple.of(ids)));
            for (var listener : listeners) work = work.chain(() -> listener.published(connection, facts));
            return work.chain(transaction::commit).invoke(() -> inTransaction = false);
        });
    }

    /** Moves events that can never be published to the table {@code outbox_refused}. */
    Uni<Void> setAside(Map<Stored, String> refused) {
        var ids = refused.keySet().stream().map(Stored::id).toArray(Long[]::new);
        var reasons = refused.values().toArray(String[]::new);
        return connection
                .preparedQuery(SET_ASIDE)
                .execute(Tuple.of(ids, reasons))
                .replaceWithVoid();
    }

    private static PublishedListener.Published published(Map<String, String> headers) {
        return new PublishedListener.Published(
                headers.getOrDefault(EventHeaders.TYPE, ""),
                headers.getOrDefault(EventHeaders.SUBJECT, ""),
                Instant.parse(headers.getOrDefault(EventHeaders.TIME, "1970-01-01T00:00:00Z")));
    }

    /** Returns the connection in its original state: an interrupted operation may have left a transaction open. */
    Uni<Void> release() {
        return connection
                .query(inTransaction ? "rollback" : "select 1")
                .execute()
                .chain(() -> connection.query("select pg_advisory_unlock_all()").execute())
                .chain(() -> connection.query("unlisten *").execute())
                .chain(() -> connection.query("reset enable_seqscan").execute())
                .onItemOrFailure()
                .call((_, _) -> connection.close())
                .replaceWithVoid();
    }

    private static Stored stored(Row row) {
        var event = new EncodedEvent(
                row.getString(1),
                row.getString(2),
                headers(row.getString(3)),
                row.getBuffer(4).getBytes());
        return new Stored(row.getLong(0), event);
    }

    private static Map<String, String> headers(String json) {
        try {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
