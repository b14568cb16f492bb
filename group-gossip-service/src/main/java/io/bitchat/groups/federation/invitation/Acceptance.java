package io.bitchat.groups.federation.invitation;

import io.bitchat.groups.peers.KnownPeers;
import io.bitchat.groups.state.Group;
import io.bitchat.groups.state.GroupFacts;
import io.bitchat.groups.state.LockedGroup;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.time.Ids;
import io.bitchat.kit.trace.TraceContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Accepts a group that another site shares, with the same group id, members and key. */
@ApplicationScoped
class Acceptance {
    private final Transactions transactions;
    private final AcceptanceTable table;
    private final KnownPeers peers;
    private final Outbox outbox;
    private final Ids ids;

    Acceptance(Transactions transactions, AcceptanceTable table, KnownPeers peers, Outbox outbox, Ids ids) {
        this.transactions = transactions;
        this.table = table;
        this.peers = peers;
        this.outbox = outbox;
        this.ids = ids;
    }

    /** Completes after the commit. A repeated invitation is accepted again. */
    Uni<Answer> accept(Invitation invitation) {
        return transactions.run(
                connection -> table.standing(connection, invitation).flatMap(standing -> switch (standing) {
                    case SHARED -> Uni.createFrom().item(new Answer(invitation.groupId(), null));
                    case TAKEN -> Uni.createFrom().item(new Answer(invitation.groupId(), "group_exists"));
                    case FREE -> store(connection, invitation).replaceWith(new Answer(invitation.groupId(), null));
                }));
    }

    private Uni<Void> store(SqlConnection connection, Invitation invitation) {
        var group = group(invitation);
        var named = new TreeSet<>(List.of(invitation.createdBy()));
        var fact = new Outbox.Entry(GroupFacts.created(group), TraceContext.start());
        var all = new ArrayList<Uni<Void>>();
        all.add(peers.addStubs(connection, named));
        all.addAll(table.insert(connection, group.group(), invitation));
        all.add(outbox.append(connection, List.of(fact)));
        return Transactions.all(all);
    }

    private LockedGroup group(Invitation invitation) {
        var members = new TreeMap<String, io.bitchat.groups.Role>();
        invitation.base().members().forEach(member -> members.put(member.peerId(), member.role()));
        var group = new Group(
                ids.next(),
                invitation.groupId(),
                invitation.base().name(),
                invitation.base().description(),
                invitation.createdBy(),
                invitation.createdAt(),
                invitation.base().isActive(),
                members.size(),
                0,
                invitation.createdAt(),
                1);
        return new LockedGroup(group, members, new LockedGroup.Places(0, invitation.createdAt(), 0));
    }
}
