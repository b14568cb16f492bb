package io.bitchat.groups.send;

import io.bitchat.groups.GroupMessage;
import io.bitchat.kit.vault.ContentVault;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Queries of the send path and the insert of messages; each statement takes a whole batch as arrays. */
@ApplicationScoped
class SendTable {
    private static final String TAKEN = "select message_id from group_messages where message_id = any($1)";

    private static final String ENTRIES = """
            select group_id, writer, entry from group_clocks
            where (group_id, writer) in (select * from unnest($1::text[], $2::text[]))
            """;
    private static final String INSERT = """
            insert into group_messages (id, message_id, group_id, from_peer_id, content, encryption_algorithm, nonce,
                                        sent_at, ttl, hop_count, sequence, clock_entry, ordered_at, message_key,
                                        received_at)
            select * from unnest(
                $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                $8::timestamptz[], $9::int[], $10::int[], $11::bigint[], $12::bigint[], $13::timestamptz[],
                $14::text[], $15::timestamptz[])
            """;

    private final ContentVault vault;

    SendTable(ContentVault vault) {
        this.vault = vault;
    }

    /** The ids that already belong to a message. */
    Uni<List<String>> taken(SqlConnection connection, List<String> messageIds) {
        return connection
                .preparedQuery(TAKEN)
                .execute(Tuple.of((Object) messageIds.toArray(String[]::new)))
                .map(rows -> {
                    var taken = new ArrayList<String>(rows.size());
                    rows.forEach(row -> taken.add(row.getString(0)));
                    return taken;
                });
    }

    /** Number of messages of each sender in its group; senders without messages are missing. */
    Uni<Map<Writer, Long>> entries(SqlConnection connection, Collection<Writer> writers) {
        var asked = List.copyOf(writers);
        return connection
                .preparedQuery(ENTRIES)
                .execute(Tuple.of(
                        column(asked, Writer::groupId, String[]::new), column(asked, Writer::peerId, String[]::new)))
                .map(rows -> {
                    var entries = new HashMap<Writer, Long>();
                    rows.forEach(row -> entries.put(new Writer(row.getString(0), row.getString(1)), row.getLong(2)));
                    return entries;
                });
    }

    Uni<Void> insert(SqlConnection connection, List<GroupMessage> messages) {
        var columns = Tuple.newInstance(io.vertx.sqlclient.Tuple.tuple());
        columns.addValue(column(messages, GroupMessage::id, UUID[]::new));
        columns.addValue(column(messages, GroupMessage::messageId, String[]::new));
        columns.addValue(column(messages, GroupMessage::groupId, String[]::new));
        columns.addValue(column(messages, GroupMessage::fromPeerId, String[]::new));
        columns.addValue(column(messages, m -> vault.seal(m.messageId(), m.content()), String[]::new));
        columns.addValue(column(messages, GroupMessage::encryptionAlgorithm, String[]::new));
        columns.addValue(column(messages, GroupMessage::nonce, String[]::new));
        columns.addValue(column(messages, m -> m.sentAt().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new));
        columns.addValue(column(messages, GroupMessage::ttl, Integer[]::new));
        columns.addValue(column(messages, GroupMessage::hopCount, Integer[]::new));
        columns.addValue(column(messages, GroupMessage::sequence, Long[]::new));
        columns.addValue(column(messages, GroupMessage::clockEntry, Long[]::new));
        columns.addValue(column(messages, m -> m.orderedAt().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new));
        columns.addValue(column(messages, GroupMessage::key, String[]::new));
        columns.addValue(column(messages, m -> m.receivedAt().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new));
        return connection.preparedQuery(INSERT).execute(columns).replaceWithVoid();
    }

    static <T, C> C[] column(List<T> rows, Function<T, C> value, IntFunction<C[]> array) {
        var column = array.apply(rows.size());
        for (int i = 0; i < column.length; i++) column[i] = value.apply(rows.get(i));
        return column;
    }
}
