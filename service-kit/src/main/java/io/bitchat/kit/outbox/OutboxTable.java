package io.bitchat.kit.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitchat.contracts.EventHeaders;
import io.bitchat.kit.event.EncodedEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The relay's statements over one connection. */
final class OutboxTable {
    private static final String OLDEST = "select id, topic, key, headers, payload from outbox order by id limit $1";
    /** One leader per schema: the lock is the session's and falls with it. */
    private static final String LEAD = "select pg_try_advisory_lock(hashtext('outbox'), hashtext(current_schema()))";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SqlConnection connection;

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
                // the table is empty whenever statistics are taken, and full of dead rows when it is read
                .chain(() -> connection.query("set enable_seqscan = off").execute())
                .replaceWithVoid();
    }

    Uni<Boolean> tryLead() {
        return connection.query(LEAD).execute().map(rows -> rows.iterator()
                .next()
                .getBoolean(0));
    }

    Uni<List<Stored>> oldest(int limit) {
        return connection.preparedQuery(OLDEST).execute(Tuple.of(limit)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(OutboxTable::stored)
                .toList());
    }

    /**
     * A crash that brings removed rows back has them published again, which happens anyway; so nobody waits for the disk. In
     * this transaction alone: the connection goes back to a pool whose commits are promises.
     */
    Uni<Void> remove(List<Stored> published, List<PublishedListener> listeners) {
        var ids = published.stream().map(Stored::id).toArray(Long[]::new);
        var facts = published.stream()
                .map(stored -> stored.event().headers())
                .map(OutboxTable::published)
                .toList();
        return connection.begin().chain(transaction -> {
            Uni<?> work = connection
                    .query("set local synchronous_commit = off")
                    .execute()
                    .chain(() -> connection
                            .preparedQuery("delete from outbox where id = any($1)")
                            .execute(Tuple.of(ids)));
            for (var listener : listeners) work = work.chain(() -> listener.published(connection, facts));
            return work.chain(transaction::commit);
        });
    }

    private static PublishedListener.Published published(Map<String, String> headers) {
        return new PublishedListener.Published(
                headers.getOrDefault(EventHeaders.TYPE, ""),
                headers.getOrDefault(EventHeaders.SUBJECT, ""),
                Instant.parse(headers.getOrDefault(EventHeaders.TIME, "1970-01-01T00:00:00Z")));
    }

    Uni<Void> release() {
        return connection
                .query("select pg_advisory_unlock_all()")
                .execute()
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
