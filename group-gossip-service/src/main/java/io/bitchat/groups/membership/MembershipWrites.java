package io.bitchat.groups.membership;

import io.bitchat.contracts.groups.GroupEvent;
import io.bitchat.groups.rights.Outcome;
import io.bitchat.groups.state.GroupTable;
import io.bitchat.groups.state.LockedGroup;
import io.bitchat.groups.state.OperationTable;
import io.bitchat.kit.commit.Transactions.Writes;
import io.bitchat.kit.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Reads and writes for a change of a membership: its row, the group's row, and the event. */
@ApplicationScoped
class MembershipWrites {
    private final MembershipTable table;
    private final GroupTable groups;
    private final Outbox outbox;
    private final OperationTable operations;

    MembershipWrites(MembershipTable table, GroupTable groups, Outbox outbox, OperationTable operations) {
        this.table = table;
        this.groups = groups;
        this.outbox = outbox;
        this.operations = operations;
    }

    /** The row of a peer that may have been a member before. */
    Uni<Optional<Membership>> former(SqlConnection connection, MembershipChange change) {
        return table.find(connection, change.groupId(), change.peerId());
    }

    /** The row of a current member. */
    Uni<Membership> member(SqlConnection connection, MembershipChange change) {
        return former(connection, change).map(Optional::orElseThrow);
    }

    Writes<Outcome<Membership>> write(
            SqlConnection connection, LockedGroup after, Membership member, Outbox.Entry fact) {
        return new Writes<>(new Outcome.Done<>(member), statements(connection, after, member, fact));
    }

    /**
     * The successor of the last admin: the longest-standing member, by the rule that
     * {@link io.bitchat.groups.oplog.GroupState#governed} applies at every site.
     */
    Uni<Optional<Membership>> heir(SqlConnection connection, String groupId, String without) {
        return table.longest(connection, groupId, without);
    }

    List<Uni<Void>> statements(SqlConnection connection, LockedGroup after, Membership member, Outbox.Entry fact) {
        return List.of(
                operations.append(connection, (GroupEvent) fact.event()),
                table.save(connection, member),
                groups.save(connection, after.group()),
                outbox.append(connection, List.of(fact)));
    }
}
