package io.bitchat.messages.inbox;

import io.bitchat.kit.vault.ContentVault;
import io.bitchat.messages.Status;
import io.bitchat.messages.StoredMessage;
import io.bitchat.messages.inbox.MessageReader.Start;
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

/**
 * A peer's stream: what other peers sent it and what was said in its groups, in one order of places. Places have no
 * gaps, so a page is a range of them, and each of the two tables gives its part of the range from an index.
 */
@ApplicationScoped
class PeerStream {
    private static final String COLUMNS = """
            m.id, m.message_id, m.from_peer_id, m.to_peer_id, m.group_id, m.content, m.encryption_algorithm, m.nonce,
            m.status, m.sent_at, m.delivered_at, m.read_at, m.failed_reason, m.ttl, m.hop_count, m.conversation,
            m.sequence""";
    private static final String AFTER = "select " + COLUMNS + """
            , m.position as place
            from messages m
            where m.to_peer_id = $1 and m.position > $2 and m.position <= $3
            union all
            select\s""" + COLUMNS + """
            , g.position as place
            from group_inbox g join messages m on m.id = g.message
            where g.peer_id = $1 and g.position > $2 and g.position <= $3
            order by place
            """;
    private static final String BY_IDS =
            "select " + COLUMNS + ", 0::bigint as place from messages m where m.id = any($1)";

    /** The oldest that waits, of either kind; where none does, the place after the last. */
    private static final String START = """
            with reached as (
                select coalesce((select position from inboxes where peer_id = $1), 0) as last,
                       coalesce((select position from group_acks where peer_id = $1), 0) as acked)
            select last, acked,
                   least((select min(position) from undelivered where peer_id = $1),
                         (select min(position) from group_inbox where peer_id = $1 and position > acked),
                         last + 1) - 1
            from reached
            """;

    private final Pool pool;
    private final ContentVault vault;

    PeerStream(Pool pool, ContentVault vault) {
        this.pool = pool;
        this.vault = vault;
    }

    Uni<List<StoredMessage>> after(String peerId, long position, int limit) {
        return pool.preparedQuery(AFTER)
                .execute(Tuple.of(peerId, position, position + limit))
                .map(this::messages);
    }

    Uni<List<StoredMessage>> byIds(Collection<UUID> ids) {
        return pool.preparedQuery(BY_IDS)
                .execute(Tuple.of((Object) ids.toArray(UUID[]::new)))
                .map(this::messages);
    }

    Uni<Start> start(String peerId) {
        return pool.preparedQuery(START).execute(Tuple.of(peerId)).map(rows -> {
            var row = rows.iterator().next();
            return new Start(row.getLong(2), row.getLong(0), row.getLong(1));
        });
    }

    private List<StoredMessage> messages(RowSet<Row> rows) {
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
                row.getString(15),
                row.getLong(16),
                row.getLong(17));
    }

    private static @Nullable Instant instant(Row row, int column) {
        var at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }
}
