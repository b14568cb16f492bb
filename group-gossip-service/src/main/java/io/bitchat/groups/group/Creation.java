package io.bitchat.groups.group;

import io.bitchat.groups.peers.KnownPeers;
import io.bitchat.groups.rights.Outcome;
import io.bitchat.groups.rights.Refusal;
import io.bitchat.groups.state.Group;
import io.bitchat.groups.state.GroupFacts;
import io.bitchat.groups.state.GroupTable;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.commit.Transactions.Writes;
import io.bitchat.kit.outbox.Outbox;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.TreeSet;

/** Stores groups with all of their members. */
@ApplicationScoped
class Creation {
    private final Transactions transactions;
    private final KnownPeers peers;
    private final CreationTable table;
    private final Outbox outbox;
    private final Counter created;

    Creation(Transactions transactions, KnownPeers peers, CreationTable table, Outbox outbox, MeterRegistry metrics) {
        this.transactions = transactions;
        this.peers = peers;
        this.table = table;
        this.outbox = outbox;
        this.created = metrics.counter("bitchat.groups.created");
    }

    /**
     * Creates a group. A second request with the same key returns the group that the first one created, in its current
     * state.
     */
    Uni<Outcome<Group>> create(NewGroup asked) {
        return transactions
                .<Outcome<Group>>decideThenWrite(connection -> decide(connection, asked))
                .invoke(outcome -> {
                    if (outcome instanceof Outcome.Done<Group>(var group) && group.equals(asked.group())) {
                        created.increment();
                    }
                });
    }

    private Uni<Writes<Outcome<Group>>> decide(SqlConnection connection, NewGroup asked) {
        var named = new TreeSet<>(asked.members().keySet());
        return Uni.combine()
                .all()
                .unis(table.madeWithKeyOf(connection, asked), peers.refusal(connection, named, invitedTo(asked)))
                .with((earlier, absent) -> {
                    if (earlier.isPresent()) return repeated(asked, earlier.get());
                    return absent.map(GroupTable::<Group>refused)
                            .orElseGet(() -> new Writes<>(
                                    new Outcome.Done<>(asked.group()),
                                    List.of(
                                            peers.addStubs(connection, creatorOf(asked)),
                                            table.insertGroup(connection, asked),
                                            table.insertMembers(connection, asked),
                                            outbox.append(connection, List.of(fact(asked))))));
                });
    }

    private static Writes<Outcome<Group>> repeated(NewGroup asked, CreationTable.Earlier earlier) {
        if (earlier.digest().equals(asked.digest())) {
            return new Writes<>(new Outcome.Done<>(earlier.group()), List.of());
        }
        return GroupTable.refused(new Refusal.KeyTaken(String.valueOf(asked.key())));
    }

    /**
     * All members but the creator. The creator itself asks, so it is back even if this service has not heard so yet.
     */
    private static TreeSet<String> invitedTo(NewGroup asked) {
        var invited = new TreeSet<>(asked.members().keySet());
        invited.remove(asked.group().createdBy());
        return invited;
    }

    private static TreeSet<String> creatorOf(NewGroup asked) {
        return new TreeSet<>(List.of(asked.group().createdBy()));
    }

    private static Outbox.Entry fact(NewGroup made) {
        return new Outbox.Entry(GroupFacts.created(made.locked()), made.trace());
    }
}
