package io.bitchat.groups.federation.delivery;

import io.bitchat.groups.oplog.GroupState;
import io.bitchat.groups.state.GroupTable;
import io.bitchat.groups.state.LockedGroup;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.time.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Updates a group's row and members to the state that the operations of all sites result in, and emits the events. */
@ApplicationScoped
class MembershipReconciler {
    private static final String IN = """
            insert into group_memberships (id, group_id, peer_id, role, joined_at)
            select id, $1, peer_id, role, joined_at
            from unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[]) as m (id, peer_id, role, joined_at)
            on conflict (group_id, peer_id) do update
            set role = excluded.role, joined_at = excluded.joined_at, left_at = null, is_active = true
            """;
    private static final String OUT = """
            update group_memberships set left_at = $3, is_active = false
            where group_id = $1 and peer_id = any($2) and is_active
            """;

    private final GroupTable groups;
    private final Outbox outbox;
    private final Ids ids;

    MembershipReconciler(GroupTable groups, Outbox outbox, Ids ids) {
        this.groups = groups;
        this.outbox = outbox;
        this.ids = ids;
    }

    /** The group after the change, and the statements that write it. */
    record Change(LockedGroup after, List<Uni<Void>> statements) {}

    Change towards(SqlConnection connection, GroupStateDiff diff, GroupState target) {
        if (diff.facts().isEmpty()) return new Change(diff.group(), List.of());
        var groupId = diff.group().group().groupId();
        var all = new ArrayList<Uni<Void>>();
        all.add(letIn(connection, groupId, List.copyOf(diff.in()), target));
        all.add(letOut(connection, groupId, diff.out(), diff.at()));
        all.add(groups.save(connection, diff.group().group()));
        all.add(outbox.append(connection, diff.facts()));
        return new Change(diff.group(), all);
    }

    private Uni<Void> letIn(SqlConnection connection, String groupId, List<String> names, GroupState target) {
        var members = names.stream()
                .map(name -> Objects.requireNonNull(target.members().get(name)))
                .toList();
        var columns = Tuple.of(
                groupId,
                names.stream().map(_ -> ids.next()).toArray(UUID[]::new),
                names.toArray(String[]::new),
                members.stream().map(member -> member.role().wire()).toArray(String[]::new),
                members.stream()
                        .map(member -> member.joinedAt().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
        return connection.preparedQuery(IN).execute(columns).replaceWithVoid();
    }

    private static Uni<Void> letOut(SqlConnection connection, String groupId, List<String> names, Instant now) {
        return connection
                .preparedQuery(OUT)
                .execute(Tuple.of(groupId, names.toArray(String[]::new), now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }
}
