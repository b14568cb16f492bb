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
 * A peer's stream: what other peers sent it and what was said in its groups, in one order of places. Places have no
 * gaps, so a page is a range of them, and each of the two tables gives its part of the range from an index.
 */
@ApplicationScoped
class PeerStream {
    private static final String COLUMNS = MessageRows.COLUMNS;
    private static final String AFTER = MessageRows.within("select " + COLUMNS + """
            , m.position as place
            from messages m
            where m.to_peer_id = $1 and m.position > $2 and m.position <= $3
            union all
            select\s""" + COLUMNS + """
            , g.position as place
            from group_inbox g join messages m on m.id = g.message
            where g.peer_id = $1 and g.position > $2 and g.position <= $3
            """, "place", "$4");
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
    private final MessageRows rows;

    PeerStream(Pool pool, MessageRows rows) {
        this.pool = pool;
        this.rows = rows;
    }

    Uni<MessagePage> after(String peerId, long position, int limit, long bytes) {
        return pool.preparedQuery(AFTER)
                .execute(Tuple.of(peerId, position, position + limit, bytes))
                .flatMap(found -> rows.page(found, limit));
    }

    Uni<List<StoredMessage>> byIds(Collection<UUID> ids) {
        return pool.preparedQuery(BY_IDS)
                .execute(Tuple.of((Object) ids.toArray(UUID[]::new)))
                .flatMap(rows::messages);
    }

    Uni<Start> start(String peerId) {
        return pool.preparedQuery(START).execute(Tuple.of(peerId)).map(rows -> {
            var row = rows.iterator().next();
            return new Start(row.getLong(2), row.getLong(0), row.getLong(1));
        });
    }
}
