package io.bitchat.groups.state;

import io.bitchat.groups.Role;
import io.bitchat.groups.rights.Outcome;
import io.bitchat.groups.rights.Refusal;
import io.bitchat.kit.commit.Transactions.Writes;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Locks groups, and writes changed groups back. */
@ApplicationScoped
public class GroupTable {
    /** Locks in ascending order, so that two transactions cannot deadlock. */
    private static final String LOCK = """
            select id, group_id, name, description, created_by, created_at, is_active, member_count, message_count,
                   last_sync, version, sequence, ordered_at, clock_writers
            from group_chats where group_id = any($1)
            order by group_id
            for no key update
            """;
    /** A separate statement: under the lock it sees what the previous holder has committed. */
    private static final String MEMBERS = """
            select group_id, array_agg(peer_id) as peers, array_agg(role) as roles
            from group_memberships where group_id = any($1) and is_active
            group by group_id
            """;

    private static final String SAVE = """
            update group_chats set name = $2, description = $3, is_active = $4, member_count = $5, version = $6
            where group_id = $1
            """;

    /** Locks the groups that exist, in one round trip. */
    public Uni<Map<String, LockedGroup>> lock(SqlConnection connection, Collection<String> groupIds) {
        var ids = Tuple.of((Object) groupIds.stream().distinct().toArray(String[]::new));
        var rows = connection.preparedQuery(LOCK).execute(ids);
        var members = connection.preparedQuery(MEMBERS).execute(ids);
        return Uni.combine().all().unis(rows, members).with((found, in) -> {
            var membersOf = new HashMap<String, SortedMap<String, Role>>();
            in.forEach(row -> membersOf.put(row.getString("group_id"), membersOf(row)));
            var locked = new HashMap<String, LockedGroup>();
            found.forEach(row -> {
                var group = Group.of(row);
                locked.put(group.groupId(), locked(group, membersOf.get(group.groupId()), row));
            });
            return locked;
        });
    }

    /** Locks one group and decides; an unknown group is refused. */
    public <T> Uni<Writes<Outcome<T>>> decide(
            SqlConnection connection, String groupId, Function<LockedGroup, Uni<Writes<Outcome<T>>>> decision) {
        return lock(connection, List.of(groupId)).flatMap(found -> {
            var group = found.get(groupId);
            return group == null
                    ? Uni.createFrom().item(refused(new Refusal.UnknownGroup(groupId)))
                    : decision.apply(group);
        });
    }

    /** A refusal, which writes nothing. */
    public static <T> Writes<Outcome<T>> refused(Refusal refusal) {
        return new Writes<>(new Outcome.Refused<>(refusal), List.of());
    }

    /** Writes the changed row of a locked group. */
    public Uni<Void> save(SqlConnection connection, Group group) {
        var columns = Tuple.tuple(java.util.Arrays.asList(
                group.groupId(),
                group.name(),
                group.description(),
                group.isActive(),
                group.memberCount(),
                group.version()));
        return connection.preparedQuery(SAVE).execute(columns).replaceWithVoid();
    }

    private static LockedGroup locked(
            Group group, @org.jspecify.annotations.Nullable SortedMap<String, Role> members, Row row) {
        return new LockedGroup(
                group,
                members == null ? new TreeMap<>() : members,
                new LockedGroup.Places(
                        row.getLong("sequence"),
                        row.getOffsetDateTime("ordered_at").toInstant(),
                        row.getInteger("clock_writers")));
    }

    private static SortedMap<String, Role> membersOf(Row row) {
        var peers = row.getArrayOfStrings("peers");
        var roles = row.getArrayOfStrings("roles");
        var members = new TreeMap<String, Role>();
        for (int i = 0; i < peers.length; i++) members.put(peers[i], Role.of(roles[i]));
        return members;
    }
}
