package io.bitchat.groups.group;

import io.bitchat.groups.state.Group;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Finds groups. */
@ApplicationScoped
class GroupDirectory {
    private static final String ONE = """
            select id, group_id, name, description, created_by, created_at, is_active, member_count, message_count,
                   last_sync, version, case when $2 then vector_clock end as vector_clock
            from group_chats where group_id = $1
            """;
    private static final String ALL = """
            select id, group_id, name, description, created_by, created_at, is_active, member_count, message_count,
                   last_sync, version
            from group_chats order by created_at desc, group_id desc limit $1 offset $2
            """;
    private static final String OF_PEER = """
            select id, group_id, name, description, created_by, created_at, g.is_active, member_count, message_count,
                   last_sync, version
            from group_chats g
            where group_id in (select group_id from group_memberships where peer_id = $1 and is_active)
              and ($2::text is null
                   or group_id in (select group_id from group_memberships where peer_id = $2 and is_active))
            order by created_at desc, group_id desc limit $3 offset $4
            """;

    private final Pool pool;

    GroupDirectory(Pool pool) {
        this.pool = pool;
    }

    /** @param clock messages by each peer that has written; absent unless asked for */
    record Found(Group group, @Nullable Map<String, Long> clock) {}

    Uni<Optional<Found>> find(String groupId, boolean withClock) {
        return pool.preparedQuery(ONE).execute(Tuple.of(groupId, withClock)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(row -> new Found(Group.of(row), clock(row)))
                .findFirst());
    }

    /** Newest first. */
    Uni<List<Group>> all(int limit, int offset) {
        return pool.preparedQuery(ALL).execute(Tuple.of(limit, offset)).map(GroupDirectory::groups);
    }

    /** Those that a peer is in, and another one too where one is given; newest first. */
    Uni<List<Group>> of(String peerId, @Nullable String other, int limit, int offset) {
        return pool.preparedQuery(OF_PEER)
                .execute(Tuple.of(peerId, other, limit, offset))
                .map(GroupDirectory::groups);
    }

    private static List<Group> groups(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(Group::of).toList();
    }

    private static @Nullable Map<String, Long> clock(Row row) {
        if (!(row.getValue("vector_clock") instanceof JsonObject json)) return null;
        var clock = new TreeMap<String, Long>();
        json.forEach(entry -> clock.put(entry.getKey(), ((Number) entry.getValue()).longValue()));
        return clock;
    }
}
