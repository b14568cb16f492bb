package io.bitchat.groups.group;

import io.bitchat.groups.rights.Actor;
import io.bitchat.groups.rights.Outcome;
import io.bitchat.groups.rights.Refusal;
import io.bitchat.groups.rights.Rights;
import io.bitchat.groups.state.Group;
import io.bitchat.groups.state.GroupFacts;
import io.bitchat.groups.state.GroupTable;
import io.bitchat.groups.state.LockedGroup;
import io.bitchat.groups.state.OperationTable;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.commit.Transactions.Writes;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.trace.TraceContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/** Changes names and descriptions of groups, and closes groups. */
@ApplicationScoped
class Changes {
    private final Transactions transactions;
    private final GroupTable table;
    private final Outbox outbox;
    private final OperationTable operations;
    private final InstantSource clock;

    Changes(
            Transactions transactions,
            GroupTable table,
            Outbox outbox,
            OperationTable operations,
            InstantSource clock) {
        this.transactions = transactions;
        this.table = table;
        this.outbox = outbox;
        this.operations = operations;
        this.clock = clock;
    }

    /** Changes the fields that the request names. */
    Uni<Outcome<Group>> describe(String groupId, Actor actor, ChangeGroupRequest request, TraceContext trace) {
        return transactions.decideThenWrite(connection -> table.decide(connection, groupId, group -> {
            var refusal = refusalToDescribe(group, actor);
            if (refusal != null) return Uni.createFrom().item(GroupTable.refused(refusal));
            var name = request.name() == null ? group.group().name() : request.name();
            var description = request.description() == null ? group.group().description() : request.description();
            boolean same = name.equals(group.group().name())
                    && Objects.equals(description, group.group().description());
            return Uni.createFrom()
                    .item(same ? unchanged(group) : changed(connection, group.described(name, description), trace));
        }));
    }

    /** Closes the group: it takes no messages from now on. Repeating it changes nothing. */
    Uni<Outcome<Group>> deactivate(String groupId, Actor actor, TraceContext trace) {
        return transactions.decideThenWrite(connection -> table.decide(connection, groupId, group -> {
            var role = group.roleOf(actor);
            if (role.isEmpty()) return Uni.createFrom().item(GroupTable.refused(stranger(group, actor)));
            if (!Rights.mayDeactivate(role.get())) {
                return Uni.createFrom().item(GroupTable.refused(new Refusal.RoleForbids(role.get())));
            }
            return Uni.createFrom()
                    .item(group.group().isActive() ? changed(connection, group.inactive(), trace) : unchanged(group));
        }));
    }

    private static @org.jspecify.annotations.Nullable Refusal refusalToDescribe(LockedGroup group, Actor actor) {
        var role = group.roleOf(actor);
        if (role.isEmpty()) return stranger(group, actor);
        if (!Rights.mayRename(role.get())) return new Refusal.RoleForbids(role.get());
        return group.group().isActive()
                ? null
                : new Refusal.Inactive(group.group().groupId());
    }

    private static Refusal stranger(LockedGroup group, Actor actor) {
        return Refusal.stranger(actor, group.group().groupId());
    }

    private static Writes<Outcome<Group>> unchanged(LockedGroup group) {
        return new Writes<>(new Outcome.Done<>(group.group()), List.of());
    }

    private Writes<Outcome<Group>> changed(SqlConnection connection, LockedGroup after, TraceContext trace) {
        var fact = GroupFacts.changed(after, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return new Writes<>(
                new Outcome.Done<>(after.group()),
                List.of(
                        operations.append(connection, fact),
                        table.save(connection, after.group()),
                        outbox.append(connection, List.of(new Outbox.Entry(fact, trace)))));
    }
}
