package io.bitchat.files.transfer.owner;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** SQL statements about the owners of rooms. */
@ApplicationScoped
class OwnerTable {
    private static final String ACQUIRE = """
            insert into room_owners as o (room_id, replica, url, until) values ($1, $2, $3, $4)
            on conflict (room_id) do update set replica = excluded.replica, url = excluded.url, until = excluded.until
            where o.until < $5 or o.replica = excluded.replica or o.url = excluded.url
            returning replica
            """;
    private static final String OTHER =
            "select url from room_owners where room_id = $1 and replica <> $2 and until >= $3";
    private static final String RENEW =
            "update room_owners set until = $3 where replica = $1 and room_id = any($2) returning room_id";
    private static final String RELEASE = "delete from room_owners where replica = $1 and room_id = any($2)";
    private static final String ORPHANS = """
            select distinct room_id from room_transfers t
            where ended_at is null and not exists (
                select from room_owners o
                where o.room_id = t.room_id and o.until >= $3 and (o.url <> $2 or o.replica = $1))
            limit $4
            """;

    private final Pool pool;

    OwnerTable(Pool pool) {
        this.pool = pool;
    }

    /** A replica and where others reach it. */
    record Replica(UUID id, String url) {}

    /** Takes the room if nobody else owns it; returns whether it is the replica's now. */
    Uni<Boolean> acquire(String roomId, Replica by, Instant now, Instant until) {
        return pool.preparedQuery(ACQUIRE)
                .execute(Tuple.of(roomId, by.id(), by.url(), utc(until), utc(now)))
                .map(rows -> rows.size() == 1);
    }

    /** Where the other replica is reached that owns the room; empty if none does. */
    Uni<Optional<String>> other(String roomId, UUID than, Instant now) {
        return pool.preparedQuery(OTHER)
                .execute(Tuple.of(roomId, than, utc(now)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .findFirst());
    }

    /** Extends the leases; returns the rooms that are still the replica's. */
    Uni<Set<String>> renew(UUID replica, Collection<String> roomIds, Instant until) {
        return pool.preparedQuery(RENEW)
                .execute(Tuple.of(replica, roomIds.toArray(String[]::new), utc(until)))
                .map(rows -> new HashSet<>(texts(rows)));
    }

    Uni<Void> release(UUID replica, Collection<String> roomIds) {
        return pool.preparedQuery(RELEASE)
                .execute(Tuple.of(replica, roomIds.toArray(String[]::new)))
                .replaceWithVoid();
    }

    /** Rooms with running transfers that nobody runs; at most {@code limit}. */
    Uni<List<String>> orphans(Replica by, Instant now, int limit) {
        return pool.preparedQuery(ORPHANS)
                .execute(Tuple.of(by.id(), by.url(), utc(now), limit))
                .map(OwnerTable::texts);
    }

    private static List<String> texts(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getString(0))
                .toList();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
