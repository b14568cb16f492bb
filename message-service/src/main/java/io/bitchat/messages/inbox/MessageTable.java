package io.bitchat.messages.inbox;

import io.bitchat.kit.context.OffEventLoop;
import io.bitchat.kit.vault.ContentVault;
import io.bitchat.messages.Status;
import io.bitchat.messages.StoredMessage;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads rows of messages up to a number of bytes. The content of long pages is decrypted off the event loop. */
@ApplicationScoped
class MessageTable {
    private static final String COLUMNS = """
            m.id, m.message_id, m.from_peer_id, m.to_peer_id, m.group_id, m.content, m.encryption_algorithm, m.nonce,
            m.status, m.sent_at, m.delivered_at, m.read_at, m.failed_reason, m.ttl, m.hop_count, m.conversation,
            m.sequence, m.received_at, m.unverified""";

    /**
     * Selects the first rows of a query until their content reaches a number of bytes; always includes the first row.
     */
    private static final String WITHIN_BYTES = """
            select * from (
                select r.*, count(*) over () as available, sum(octet_length(content)) over (
                    order by turn rows between unbounded preceding and 1 preceding) as before
                from (
            """;

    private static final String FROM_THE_FIRST = """
                ) as r) as counted
            where before is null or before < $4
            order by turn
            """;

    private static final String AFTER = WITHIN_BYTES + "select " + COLUMNS + """
            , m.position as place, m.position as turn
            from messages m
            where m.to_peer_id = $1 and m.position > $2 and m.position <= $3
            union all
            select\s""" + COLUMNS + """
            , g.position as place, g.position as turn
            from group_inbox g join messages m on m.id = g.message
            where g.peer_id = $1 and g.position > $2 and g.position <= $3
            """ + FROM_THE_FIRST;

    private static final String OLDEST_FIRST = WITHIN_BYTES + "select " + COLUMNS + """
            , coalesce(m.position, 0) as place, m.sequence as turn
            from messages m
            where m.conversation = $1 and m.sequence > $2 and m.sequence <= $3
            """ + FROM_THE_FIRST;

    /** The turn is negative, so that the newest come first. */
    private static final String NEWEST_FIRST = WITHIN_BYTES + "select " + COLUMNS + """
            , coalesce(m.position, 0) as place, -m.sequence as turn
            from messages m
            where m.conversation = $1 and m.sequence > $2 and m.sequence <= $3
            """ + FROM_THE_FIRST;

    private static final String BY_IDS =
            "select " + COLUMNS + ", 0::bigint as place from messages m where m.id = any($1)";

    /** Pages with at most this much content are decrypted on the event loop. */
    private static final int SHORT_BYTES = 64 << 10;

    private static final int CONTENT = 5;
    private static final int AVAILABLE = 21;

    private final Pool pool;
    private final ContentVault vault;

    MessageTable(Pool pool, ContentVault vault) {
        this.pool = pool;
        this.vault = vault;
    }

    /** Messages sent to a peer after a place in its stream, oldest first. */
    Uni<MessagePage> after(String peerId, long position, int limit, long bytes) {
        return pool.preparedQuery(AFTER)
                .execute(Tuple.of(peerId, position, position + limit, bytes))
                .flatMap(found -> page(found, limit));
    }

    /**
     * Messages of a conversation with {@code from < sequence <= to}, oldest first; positions are those in the
     * recipients' streams.
     */
    Uni<MessagePage> oldest(String conversation, long from, long to, long bytes) {
        return range(OLDEST_FIRST, conversation, from, to, bytes);
    }

    /** The same, newest first. */
    Uni<MessagePage> newest(String conversation, long from, long to, long bytes) {
        return range(NEWEST_FIRST, conversation, from, to, bytes);
    }

    private Uni<MessagePage> range(String query, String conversation, long from, long to, long bytes) {
        return pool.preparedQuery(query)
                .execute(Tuple.of(conversation, from, to, bytes))
                .flatMap(found -> page(found, (int) (to - from)));
    }

    /** Messages by primary key, in no particular order and with position 0. */
    Uni<List<StoredMessage>> byIds(Collection<UUID> ids) {
        return pool.preparedQuery(BY_IDS)
                .execute(Tuple.of((Object) ids.toArray(UUID[]::new)))
                .flatMap(this::messages);
    }

    /** The messages of a query that counts the available rows, and whether there may be more. */
    private Uni<MessagePage> page(RowSet<Row> rows, int limit) {
        if (rows.size() == 0) return Uni.createFrom().item(new MessagePage(List.of(), false));
        long available = rows.iterator().next().getLong(AVAILABLE);
        return messages(rows)
                .map(messages -> new MessagePage(messages, available > messages.size() || available == limit));
    }

    /** Decodes rows that consist of {@link #COLUMNS} and {@code place}. */
    private Uni<List<StoredMessage>> messages(RowSet<Row> rows) {
        long bytes = 0;
        for (var row : rows) bytes += row.getString(CONTENT).length();
        return bytes <= SHORT_BYTES ? Uni.createFrom().item(() -> opened(rows)) : OffEventLoop.run(() -> opened(rows));
    }

    private List<StoredMessage> opened(RowSet<Row> rows) {
        var messages = new ArrayList<StoredMessage>(rows.size());
        rows.forEach(row -> messages.add(message(row)));
        return messages;
    }

    private StoredMessage message(Row row) {
        var messageId = row.getString(1);
        return new StoredMessage(
                row.getUUID(0),
                messageId,
                row.getString(2),
                row.getString(3),
                row.getString(4),
                vault.open(messageId, row.getString(5)),
                row.getString(6),
                row.getString(7),
                Status.of(row.getString(8)),
                Objects.requireNonNull(instant(row, 9)),
                instant(row, 10),
                instant(row, 11),
                row.getString(12),
                row.getInteger(13),
                row.getInteger(14),
                row.getBoolean(18),
                row.getString(15),
                row.getLong(16),
                row.getLong(19),
                Objects.requireNonNull(instant(row, 17)));
    }

    private static @Nullable Instant instant(Row row, int column) {
        var at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }
}
