package io.bitchat.files.rooms;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** SQL statements about rooms. */
@ApplicationScoped
class RoomTable {
    /** A group hides a room of the same id. */
    private static final String FIND = """
            select g.version, true as is_group, g.is_active, g.members from group_rooms g where g.group_id = $1
            union all
            select r.version, false, true, array_agg(p.peer_id)
            from ad_hoc_rooms r join ad_hoc_participants p using (room_id)
            where r.room_id = $1 and not exists (select from group_rooms where group_id = $1)
            group by r.room_id
            """;

    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('room ' || $1, 0))";
    private static final String MAKE = """
            insert into ad_hoc_rooms as r (room_id, created_by, used_at, version) values ($1, $2, $3, $4)
            on conflict (room_id) do update
            set used_at = excluded.used_at, version = greatest(r.version + 1, excluded.version)
            returning version
            """;
    private static final String ADD =
            "insert into ad_hoc_participants (room_id, peer_id) select $1, unnest($2::text[]) on conflict do nothing";
    private static final String REMOVE = "delete from ad_hoc_participants where room_id = $1 and peer_id = $2";
    private static final String CREATED_BY = "select created_by from ad_hoc_rooms where room_id = $1";
    private static final String PURGE = """
            delete from ad_hoc_rooms where room_id in (
                select room_id from ad_hoc_rooms r where used_at < $1
                and not exists (select from room_transfers t where t.room_id = r.room_id and t.ended_at is null)
                limit $2)
            """;
    private static final String WRITE_GROUPS = """
            insert into group_rooms as g (group_id, version, is_active, members)
            select group_id, version, is_active, string_to_array(members, ' ')
            from unnest($1::text[], $2::bigint[], $3::bool[], $4::text[]) as n (group_id, version, is_active, members)
            order by group_id
            on conflict (group_id) do update
            set version = excluded.version, is_active = excluded.is_active, members = excluded.members
            where g.version < excluded.version
            """;

    private final Pool pool;

    RoomTable(Pool pool) {
        this.pool = pool;
    }

    Uni<Room> find(String roomId) {
        return find(pool, roomId);
    }

    Uni<Room> find(SqlClient client, String roomId) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(roomId))
                .map(rows -> rows.size() == 0
                        ? Room.unknown(roomId)
                        : room(roomId, rows.iterator().next()));
    }

    private static Room room(String roomId, Row row) {
        return new Room(
                roomId,
                Set.copyOf(List.of(row.getArrayOfStrings("members"))),
                row.getLong("version"),
                row.getBoolean("is_group"),
                row.getBoolean("is_active"));
    }

    /** Locks the room until the transaction ends: what happens in it has one order. */
    Uni<Void> lock(SqlConnection connection, String roomId) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(roomId)).replaceWithVoid();
    }

    /** Makes the room if there is none, and notes that it is used and changed; returns its version. */
    Uni<Long> use(SqlConnection connection, String roomId, String peerId, Instant now) {
        return connection
                .preparedQuery(MAKE)
                .execute(Tuple.of(roomId, peerId, now.atOffset(ZoneOffset.UTC), now.toEpochMilli()))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    Uni<Void> add(SqlConnection connection, String roomId, Collection<String> peerIds) {
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.of(roomId, peerIds.toArray(String[]::new)))
                .replaceWithVoid();
    }

    Uni<Void> remove(SqlConnection connection, String roomId, String peerId) {
        return connection
                .preparedQuery(REMOVE)
                .execute(Tuple.of(roomId, peerId))
                .replaceWithVoid();
    }

    /** The peer that made a room; empty text if there is none. */
    Uni<String> creator(SqlConnection connection, String roomId) {
        return connection
                .preparedQuery(CREATED_BY)
                .execute(Tuple.of(roomId))
                .map(rows -> rows.size() == 0 ? "" : rows.iterator().next().getString(0));
    }

    /** Deletes rooms in which nothing has happened since then and nothing runs; returns their number. */
    Uni<Integer> purge(Instant before, int atMost) {
        return pool.preparedQuery(PURGE)
                .execute(Tuple.of(before.atOffset(ZoneOffset.UTC), atMost))
                .map(rows -> rows.rowCount());
    }

    /** Writes the newest state of groups; an older one changes nothing. Peer ids have no spaces. */
    Uni<Void> writeGroups(SqlConnection connection, Collection<Room> groups) {
        return connection
                .preparedQuery(WRITE_GROUPS)
                .execute(Tuple.of(
                        groups.stream().map(Room::id).toArray(String[]::new),
                        groups.stream().map(Room::version).toArray(Long[]::new),
                        groups.stream().map(Room::isOpen).toArray(Boolean[]::new),
                        groups.stream()
                                .map(group -> String.join(" ", group.participants()))
                                .toArray(String[]::new)))
                .replaceWithVoid();
    }
}
