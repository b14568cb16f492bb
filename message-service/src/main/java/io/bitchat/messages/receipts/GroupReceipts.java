package io.bitchat.messages.receipts;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Acknowledgements of group messages. A group message has one row and up to a thousand recipients, so receipts do not
 * update its row. Each peer has a watermark instead: the highest place of a group message in its stream that it has
 * acknowledged.
 */
@ApplicationScoped
class GroupReceipts {
    private static final String FIND = """
            select r.message_id, r.peer_id, g.position
            from unnest($1::text[], $2::text[]) as r (message_id, peer_id)
            join messages m on m.message_id = r.message_id and m.group_id is not null
            left join group_inbox g on g.message = m.id and g.peer_id = r.peer_id
            """;

    /** Locks in ascending order, like every statement that locks several rows. */
    private static final String MOVE = """
            insert into group_acks as a (peer_id, position)
            select * from unnest($1::text[], $2::bigint[]) as w (peer_id, position) order by peer_id
            on conflict (peer_id) do update set position = excluded.position
            where a.position < excluded.position
            """;

    /** A group message and the peer that acknowledges it. */
    record Copy(String messageId, String peerId) {
        static Copy of(Receipt receipt) {
            return new Copy(receipt.messageId(), receipt.peerId());
        }
    }

    /** The receipts for group messages; the place is empty if the message was not sent to that peer. */
    Uni<Map<Copy, OptionalLong>> find(SqlConnection connection, Collection<Receipt> receipts) {
        var copies = new LinkedHashSet<Copy>();
        receipts.forEach(receipt -> copies.add(Copy.of(receipt)));
        if (copies.isEmpty()) return Uni.createFrom().item(Map.of());
        var columns = Tuple.of(
                copies.stream().map(Copy::messageId).toArray(String[]::new),
                copies.stream().map(Copy::peerId).toArray(String[]::new));
        return connection.preparedQuery(FIND).execute(columns).map(rows -> {
            var found = new HashMap<Copy, OptionalLong>();
            rows.forEach(row -> {
                var place = row.getLong(2);
                found.put(
                        new Copy(row.getString(0), row.getString(1)),
                        place == null ? OptionalLong.empty() : OptionalLong.of(place));
            });
            return found;
        });
    }

    /** Writes one row per peer, however many messages it acknowledged. */
    List<Uni<Void>> writes(SqlConnection connection, Map<Copy, OptionalLong> found) {
        var marks = new TreeMap<String, Long>();
        found.forEach((copy, place) -> place.ifPresent(reached -> marks.merge(copy.peerId(), reached, Math::max)));
        if (marks.isEmpty()) return List.of();
        var columns =
                Tuple.of(marks.keySet().toArray(String[]::new), marks.values().toArray(Long[]::new));
        return List.of(connection.preparedQuery(MOVE).execute(columns).replaceWithVoid());
    }
}
