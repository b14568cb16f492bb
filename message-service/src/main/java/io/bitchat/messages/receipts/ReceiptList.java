package io.bitchat.messages.receipts;

import io.bitchat.kit.auth.Access.Caller;
import io.bitchat.messages.receipts.ReceiptListResource.ReceiptEntry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads who has a message. */
@ApplicationScoped
class ReceiptList {
    private static final String MESSAGE = """
            select m.id, m.from_peer_id, m.to_peer_id, m.delivered_at, m.read_at,
                   exists (select 1 from group_inbox g where g.message = m.id and g.peer_id = $2)
            from messages m where m.message_id = $1
            """;
    private static final String OF_GROUP = """
            select g.peer_id, r.delivered_at, r.read_at
            from group_inbox g left join group_receipts r on r.message = g.message and r.peer_id = g.peer_id
            where g.message = $1 and g.peer_id > $2
            order by g.peer_id limit $3
            """;

    private final Pool pool;

    ReceiptList(Pool pool) {
        this.pool = pool;
    }

    /**
     * A stored message.
     *
     * @param addressee its only recipient; null for a group message
     * @param mayBeSeen whether the caller is its sender or one of its recipients
     */
    record Message(UUID id, @Nullable ReceiptEntry addressee, boolean mayBeSeen) {}

    /** Recipients in ascending order, and whether there are more after the last one. */
    record Page(List<ReceiptEntry> entries, boolean more) {}

    Uni<Optional<Message>> find(String messageId, Caller caller) {
        var asks = caller.subject().orElse(null);
        return pool.preparedQuery(MESSAGE)
                .execute(Tuple.of(messageId, asks))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(message(rows.iterator().next(), caller)));
    }

    private static Message message(Row row, Caller caller) {
        var to = row.getString(2);
        if (to != null) {
            return new Message(
                    row.getUUID(0),
                    new ReceiptEntry(to, instant(row, 3), instant(row, 4)),
                    caller.isOneOf(row.getString(1), to));
        }
        return new Message(row.getUUID(0), null, caller.mayActAs(row.getString(1)) || row.getBoolean(5));
    }

    /** The recipients after one of them. */
    Uni<Page> of(Message message, int limit, @Nullable String after) {
        var start = after == null ? "" : after;
        var addressee = message.addressee();
        if (addressee != null) {
            var left = addressee.peerId().compareTo(start) > 0 ? List.of(addressee) : List.<ReceiptEntry>of();
            return Uni.createFrom().item(new Page(left, false));
        }
        return pool.preparedQuery(OF_GROUP)
                .execute(Tuple.of(message.id(), start, limit + 1))
                .map(rows -> {
                    var entries = new ArrayList<ReceiptEntry>(rows.size());
                    rows.forEach(
                            row -> entries.add(new ReceiptEntry(row.getString(0), instant(row, 1), instant(row, 2))));
                    boolean more = entries.size() > limit;
                    return new Page(more ? entries.subList(0, limit) : entries, more);
                });
    }

    private static @Nullable Instant instant(Row row, int column) {
        var at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }
}
