package io.bitchat.groups.group;

import io.bitchat.groups.state.Group;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
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
    private static final String ROWS = """
            select id, group_id, name, description, created_by, created_at, g.is_active, member_count, message_count,
                   last_sync, version
            from group_chats g where
            """;
    private static final String OF_PEER = """
             group_id in (select group_id from group_memberships where peer_id = $3 and is_active)
              and ($4::text is null
                   or group_id in (select group_id from group_memberships where peer_id = $4 and is_active))
            """;
    private static final String ORDER =
            " order by created_at desc, group_id desc limit $1::bigint + 1 offset $2::bigint";
    private static final String OLDER_THAN =
            " (created_at, group_id) < (select a.created_at, a.group_id from group_chats a where a.group_id = ";

    private static final String ALL = ROWS + " true" + ORDER;
    private static final String ALL_AFTER = ROWS + OLDER_THAN + "$3)" + ORDER;
    private static final String OF_PEER_FIRST = ROWS + OF_PEER + ORDER;
    private static final String OF_PEER_AFTER = ROWS + OF_PEER + " and" + OLDER_THAN + "$5)" + ORDER;
    /** Limit of the names and descriptions of one page, in bytes; the group that crosses it is included. */
    private static final int MAX_BYTES = 1 << 20;
    /** Size assumed for the other fields of a group, in bytes. */
    private static final int ROW_BYTES = 512;

    private final Pool pool;

    GroupDirectory(Pool pool) {
        this.pool = pool;
    }

    /** @param clock number of messages by writer; null unless asked for */
    record Found(Group group, @Nullable Map<String, Long> clock) {}

    Uni<Optional<Found>> find(String groupId, boolean withClock) {
        return pool.preparedQuery(ONE).execute(Tuple.of(groupId, withClock)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(row -> new Found(Group.of(row), clock(row)))
                .findFirst());
    }

    /** @param after last group of the previous page; {@code offset} is 0 then */
    record Asked(int limit, int offset, @Nullable String after) {}

    /** @param isLast whether nothing follows */
    record Page(List<Group> groups, boolean isLast) {}

    /** Newest first. */
    Uni<Page> all(Asked asked) {
        var page = Tuple.of((long) asked.limit(), (long) asked.offset());
        var rows = asked.after() == null
                ? pool.preparedQuery(ALL).execute(page)
                : pool.preparedQuery(ALL_AFTER).execute(page.addString(asked.after()));
        return rows.map(found -> page(found, asked.limit()));
    }

    /** Groups that a peer is in, and {@code other} too if it is given; newest first. */
    Uni<Page> of(String peerId, @Nullable String other, Asked asked) {
        var page = Tuple.of((long) asked.limit(), (long) asked.offset(), peerId, other);
        var rows = asked.after() == null
                ? pool.preparedQuery(OF_PEER_FIRST).execute(page)
                : pool.preparedQuery(OF_PEER_AFTER).execute(page.addString(asked.after()));
        return rows.map(found -> page(found, asked.limit()));
    }

    private static Page page(RowSet<Row> rows, int limit) {
        var groups = new ArrayList<Group>();
        long bytes = 0;
        for (var row : rows) {
            if (groups.size() == limit || bytes > MAX_BYTES) return new Page(groups, false);
            var group = Group.of(row);
            groups.add(group);
            bytes += ROW_BYTES + 3L * group.name().length();
            if (group.description() != null) bytes += 3L * group.description().length();
        }
        return new Page(groups, true);
    }

    private static @Nullable Map<String, Long> clock(Row row) {
        if (!(row.getValue("vector_clock") instanceof JsonObject json)) return null;
        var clock = new TreeMap<String, Long>();
        json.forEach(entry -> clock.put(entry.getKey(), ((Number) entry.getValue()).longValue()));
        return clock;
    }
}
