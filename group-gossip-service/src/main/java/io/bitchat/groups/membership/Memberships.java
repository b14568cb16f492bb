package io.bitchat.groups.membership;

import io.bitchat.groups.Role;
import io.bitchat.groups.peers.KnownPeers;
import io.bitchat.groups.rights.Outcome;
import io.bitchat.groups.rights.Refusal;
import io.bitchat.groups.state.GroupFacts;
import io.bitchat.groups.state.GroupFacts.Reason;
import io.bitchat.groups.state.GroupTable;
import io.bitchat.groups.state.LockedGroup;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.commit.Transactions.Writes;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Changes the members of a group. The group's lock is held from the decision to the commit, so each message goes either
 * to the members before the change or to those after it.
 */
@ApplicationScoped
class Memberships {
    private final Transactions transactions;
    private final GroupTable groups;
    private final MembershipWrites writes;
    private final KnownPeers peers;
    private final Newcomers newcomers;

    Memberships(
            Transactions transactions,
            GroupTable groups,
            MembershipWrites writes,
            KnownPeers peers,
            Newcomers newcomers) {
        this.transactions = transactions;
        this.groups = groups;
        this.writes = writes;
        this.peers = peers;
        this.newcomers = newcomers;
    }

    /** Adds a peer, for the first time or again. */
    Uni<Outcome<Membership>> add(MembershipChange change, Role as) {
        return locked(change, (connection, group) -> {
            var refusal = MembershipRules.add(group, change.actor(), change.peerId(), as, newcomers.maxMembers());
            if (refusal.isPresent()) return refused(refusal.get());
            var named = new TreeSet<>(List.of(change.peerId()));
            return Uni.combine()
                    .all()
                    .unis(peers.refusal(connection, named, named), writes.former(connection, change))
                    .with((absent, former) -> absent.isPresent()
                            ? GroupTable.refused(absent.get())
                            : joined(connection, group, change, again(former, newcomers.in(change, as))));
        });
    }

    /** Removes a member, or lets it leave. */
    Uni<Outcome<Membership>> remove(MembershipChange change) {
        return locked(change, (connection, group) -> {
            var refusal = MembershipRules.remove(group, change.actor(), change.peerId());
            if (refusal.isPresent()) return refused(refusal.get());
            return writes.member(connection, change).map(member -> {
                var now = newcomers.now();
                var after = group.without(change.peerId());
                var reason = change.actor().is(change.peerId()) ? Reason.LEFT : Reason.REMOVED;
                return writes.write(
                        connection,
                        after,
                        member.endedAt(now),
                        change.entry(GroupFacts.left(after, now, change.peerId(), reason)));
            });
        });
    }

    /** Changes a member's role; setting the current role changes nothing. */
    Uni<Outcome<Membership>> changeRole(MembershipChange change, Role to) {
        return locked(change, (connection, group) -> {
            var refusal = MembershipRules.changeRole(group, change.actor(), change.peerId(), to);
            if (refusal.isPresent()) return refused(refusal.get());
            return writes.member(connection, change).map(member -> {
                if (member.role() == to) return new Writes<>(new Outcome.Done<>(member), List.of());
                var after = group.with(change.peerId(), to);
                return writes.write(
                        connection,
                        after,
                        member.as(to),
                        change.entry(GroupFacts.roleChanged(after, newcomers.now(), change.peerId(), to)));
            });
        });
    }

    private Writes<Outcome<Membership>> joined(
            SqlConnection connection, LockedGroup group, MembershipChange change, Membership member) {
        var after = group.with(member.peerId(), member.role());
        var fact = GroupFacts.joined(after, member.joinedAt(), member.peerId(), member.role());
        return writes.write(connection, after, member, change.entry(fact));
    }

    /** A returning member keeps its row and its message count. */
    private static Membership again(Optional<Membership> former, Membership now) {
        return former.map(row -> new Membership(
                        row.id(), now.groupId(), now.peerId(), now.role(), now.joinedAt(), null, row.messagesSent()))
                .orElse(now);
    }

    private interface Decision {
        Uni<Writes<Outcome<Membership>>> of(SqlConnection connection, LockedGroup group);
    }

    private Uni<Outcome<Membership>> locked(MembershipChange change, Decision decision) {
        return transactions.decideThenWrite(
                connection -> groups.decide(connection, change.groupId(), group -> decision.of(connection, group)));
    }

    private static Uni<Writes<Outcome<Membership>>> refused(Refusal refusal) {
        return Uni.createFrom().item(GroupTable.refused(refusal));
    }
}
