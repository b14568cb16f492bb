package io.bitchat.messages.receipts;

import io.bitchat.messages.Status;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Acknowledgements of group messages. A group message has one row and up to a thousand recipients, so receipts do not
 * update its row. Each acknowledged copy gets a row of its own. Each peer has a watermark as well, the highest place of
 * a group message in its stream that it has acknowledged, which tells new sockets where to start.
 */
@ApplicationScoped
class GroupReceipts {
    private static final String FIND = """
            select r.message_id, r.peer_id, g.position, m.id, coalesce(k.read_receipts, true)
            from unnest($1::text[], $2::text[]) as r (message_id, peer_id)
            join messages m on m.message_id = r.message_id and m.group_id is not null
            left join group_inbox g on g.message = m.id and g.peer_id = r.peer_id
            left join known_peers k on k.peer_id = r.peer_id
            """;

    /** Locks in ascending order, like every statement that locks several rows. */
    private static final String MOVE = """
            insert into group_acks as a (peer_id, position)
            select * from unnest($1::text[], $2::bigint[]) as w (peer_id, position) order by peer_id
            on conflict (peer_id) do update set position = excluded.position
            where a.position < excluded.position
            """;

    /** Returns the rows that it wrote, and whether each is new; xmax is 0 until a row is updated. */
    private static final String NOTE = """
            insert into group_receipts as r (message, peer_id, delivered_at, read_at)
            select c.message, c.peer_id, $4::timestamptz, case when c.is_read then $4::timestamptz end
            from unnest($1::uuid[], $2::text[], $3::bool[]) as c (message, peer_id, is_read)
            order by c.message, c.peer_id
            on conflict (message, peer_id) do update set read_at = excluded.read_at
            where r.read_at is null and excluded.read_at is not null
            returning r.xmax = 0
            """;

    /** A group message and the peer that acknowledges it. */
    record Copy(String messageId, String peerId) {
        static Copy of(Receipt receipt) {
            return new Copy(receipt.messageId(), receipt.peerId());
        }
    }

    /**
     * A copy in the stream of its recipient.
     *
     * @param tellsRead whether the recipient lets others see what it has read
     */
    record Place(UUID message, long position, boolean tellsRead) {}

    /** The receipts for group messages; the place is empty if the message was not sent to that peer. */
    Uni<Map<Copy, Optional<Place>>> find(SqlConnection connection, Collection<Receipt> receipts) {
        var copies = new LinkedHashSet<Copy>();
        receipts.forEach(receipt -> copies.add(Copy.of(receipt)));
        if (copies.isEmpty()) return Uni.createFrom().item(Map.of());
        var columns = Tuple.of(
                copies.stream().map(Copy::messageId).toArray(String[]::new),
                copies.stream().map(Copy::peerId).toArray(String[]::new));
        return connection.preparedQuery(FIND).execute(columns).map(rows -> {
            var found = new HashMap<Copy, Optional<Place>>();
            rows.forEach(row -> {
                var position = row.getLong(2);
                found.put(
                        new Copy(row.getString(0), row.getString(1)),
                        position == null
                                ? Optional.empty()
                                : Optional.of(new Place(row.getUUID(3), position, row.getBoolean(4))));
            });
            return found;
        });
    }

    /**
     * Writes one watermark per peer and one row per acknowledged copy.
     *
     * @param arrived rises by the number of copies that were not acknowledged before
     */
    List<Uni<Void>> writes(
            SqlConnection connection,
            Collection<Receipt> receipts,
            Map<Copy, Optional<Place>> found,
            Instant now,
            AtomicInteger arrived) {
        var marks = new TreeMap<String, Long>();
        found.forEach(
                (copy, place) -> place.ifPresent(reached -> marks.merge(copy.peerId(), reached.position(), Math::max)));
        if (marks.isEmpty()) return List.of();
        var columns =
                Tuple.of(marks.keySet().toArray(String[]::new), marks.values().toArray(Long[]::new));
        return List.of(
                connection.preparedQuery(MOVE).execute(columns).replaceWithVoid(),
                note(connection, found, readIn(receipts), now, arrived));
    }

    private static Set<Copy> readIn(Collection<Receipt> receipts) {
        var read = new HashSet<Copy>();
        for (var receipt : receipts) {
            if (receipt.status() == Status.READ) read.add(Copy.of(receipt));
        }
        return read;
    }

    private record Row(UUID message, String peerId, boolean isRead) {}

    private static Uni<Void> note(
            SqlConnection connection,
            Map<Copy, Optional<Place>> found,
            Set<Copy> read,
            Instant now,
            AtomicInteger arrived) {
        var rows = new ArrayList<Row>();
        found.forEach((copy, place) -> place.ifPresent(
                known -> rows.add(new Row(known.message(), copy.peerId(), known.tellsRead() && read.contains(copy)))));
        var columns = Tuple.of(
                rows.stream().map(Row::message).toArray(UUID[]::new),
                rows.stream().map(Row::peerId).toArray(String[]::new),
                rows.stream().map(Row::isRead).toArray(Boolean[]::new),
                now.atOffset(ZoneOffset.UTC));
        return connection
                .preparedQuery(NOTE)
                .execute(columns)
                .invoke(written -> written.forEach(row -> arrived.addAndGet(row.getBoolean(0) ? 1 : 0)))
                .replaceWithVoid();
    }
}
