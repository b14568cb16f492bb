package io.bitchat.messages.inbox;

import io.bitchat.messages.StoredMessage;
import io.bitchat.messages.inbox.MessageReader.Start;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * A peer's stream: messages from other peers and from its groups, in one order of places. Places have no gaps, so a
 * page is a range, and each of the two tables supplies its part of the range from an index.
 */
@ApplicationScoped
class PeerStream {
    /** Starts before the oldest unacknowledged message of either kind; if there is none, after the last place. */
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
    private final MessageTable table;

    PeerStream(Pool pool, MessageTable table) {
        this.pool = pool;
        this.table = table;
    }

    Uni<MessagePage> after(String peerId, long position, int limit, long bytes) {
        return table.after(peerId, position, limit, bytes);
    }

    Uni<List<StoredMessage>> byIds(Collection<UUID> ids) {
        return table.byIds(ids);
    }

    Uni<Start> start(String peerId) {
        return pool.preparedQuery(START).execute(Tuple.of(peerId)).map(rows -> {
            var row = rows.iterator().next();
            return new Start(row.getLong(2), row.getLong(0), row.getLong(1));
        });
    }
}
