package io.bitchat.groups.membership;

import io.bitchat.contracts.groups.GroupEvent;
import io.bitchat.groups.operation.OperationTable;
import io.bitchat.groups.peers.KnownPeers;
import io.bitchat.groups.rights.Outcome;
import io.bitchat.groups.state.GroupTable;
import io.bitchat.groups.state.LockedGroup;
import io.bitchat.kit.commit.Transactions.Writes;
import io.bitchat.kit.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What is read and written when a membership changes: its row, the group's, and the event. */
@ApplicationScoped
class MembershipWrites {
    private final MembershipTable table;
    private final GroupTable groups;
    private final KnownPeers peers;
    private final Outbox outbox;
    private final OperationTable operations;

    MembershipWrites(
            MembershipTable table, GroupTable groups, KnownPeers peers, Outbox outbox, OperationTable operations) {
        this.table = table;
        this.groups = groups;
        this.peers = peers;
        this.outbox = outbox;
        this.operations = operations;
    }

    /** The row of somebody who may have been here before. */
    Uni<Optional<Membership>> former(SqlConnection connection, MembershipChange change) {
        return table.find(connection, change.groupId(), change.peerId());
    }

    /** The row of somebody who is here. */
    Uni<Membership> member(SqlConnection connection, MembershipChange change) {
        return former(connection, change).map(Optional::orElseThrow);
    }

    Writes<Outcome<Membership>> write(
            SqlConnection connection, LockedGroup after, Membership member, Outbox.Entry fact) {
        return new Writes<>(new Outcome.Done<>(member), statements(connection, after, member, fact));
    }

    /** The same for a peer that may not be known yet. */
    Writes<Outcome<Membership>> writeNewcomer(
            SqlConnection connection, LockedGroup after, Membership member, Outbox.Entry fact) {
        var all = new ArrayList<Uni<Void>>();
        all.add(peers.addStubs(connection, new TreeSet<>(List.of(member.peerId()))));
        all.addAll(statements(connection, after, member, fact));
        return new Writes<>(new Outcome.Done<>(member), all);
    }

    private List<Uni<Void>> statements(
            SqlConnection connection, LockedGroup after, Membership member, Outbox.Entry fact) {
        return List.of(
                operations.append(connection, (GroupEvent) fact.event()),
                table.save(connection, member),
                groups.save(connection, after.group()),
                outbox.append(connection, List.of(fact)));
    }
}
