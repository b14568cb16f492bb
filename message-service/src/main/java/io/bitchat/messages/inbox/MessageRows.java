package io.bitchat.messages.inbox;

import io.bitchat.kit.context.OffEventLoop;
import io.bitchat.kit.vault.ContentVault;
import io.bitchat.messages.Status;
import io.bitchat.messages.StoredMessage;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads rows of messages within a number of bytes; opening their content is work that long pages do beside the event loop. */
@ApplicationScoped
class MessageRows {
    static final String COLUMNS = """
            m.id, m.message_id, m.from_peer_id, m.to_peer_id, m.group_id, m.content, m.encryption_algorithm, m.nonce,
            m.status, m.sent_at, m.delivered_at, m.read_at, m.failed_reason, m.ttl, m.hop_count, m.conversation,
            m.sequence""";

    /** Bytes that an event loop opens by itself. */
    private static final int SHORT_BYTES = 64 << 10;

    private static final int CONTENT = 5;
    private static final int AVAILABLE = 18;

    private final ContentVault vault;

    MessageRows(ContentVault vault) {
        this.vault = vault;
    }

    /**
     * A query for the first rows of another, in its order, until their content reaches a number of bytes; the first is always
     * among them.
     *
     * @param rows a query for {@link #COLUMNS} and {@code place}
     * @param order a column of it, with {@code desc} where it descends
     * @param bytes the parameter that has the number
     */
    static String within(String rows, String order, String bytes) {
        return """
                select * from (
                    select r.*, count(*) over () as available,
                           sum(octet_length(content)) over (order by %2$s rows between unbounded preceding and 1 preceding)
                               as before
                    from (%1$s) as r) as counted
                where before is null or before < %3$s
                order by %2$s
                """.formatted(rows, order, bytes);
    }

    /** The messages of such a query, and whether it has more. */
    Uni<MessagePage> page(RowSet<Row> rows, int limit) {
        if (rows.size() == 0) return Uni.createFrom().item(new MessagePage(List.of(), false));
        long available = rows.iterator().next().getLong(AVAILABLE);
        return messages(rows)
                .map(messages -> new MessagePage(messages, available > messages.size() || available == limit));
    }

    /** The messages of rows of {@link #COLUMNS} and {@code place}. */
    Uni<List<StoredMessage>> messages(RowSet<Row> rows) {
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
                row.getString(15),
                row.getLong(16),
                row.getLong(17));
    }

    private static @Nullable Instant instant(Row row, int column) {
        var at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }
}
