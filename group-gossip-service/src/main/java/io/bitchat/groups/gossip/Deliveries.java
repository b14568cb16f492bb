package io.bitchat.groups.gossip;

import io.bitchat.groups.send.Arrival;
import io.bitchat.groups.send.Arrivals;
import io.bitchat.groups.state.GroupTable;
import io.bitchat.groups.state.LockedGroup;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.commit.Transactions.Writes;
import io.bitchat.kit.time.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Stores what the protocol delivers in a group, and how far it got, in one transaction under the group's lock. */
@ApplicationScoped
class Deliveries {
    private final Transactions transactions;
    private final GroupTable groups;
    private final Arrivals arrivals;
    private final DeliveryWrites writes;
    private final Ids ids;

    Deliveries(Transactions transactions, GroupTable groups, Arrivals arrivals, DeliveryWrites writes, Ids ids) {
        this.transactions = transactions;
        this.groups = groups;
        this.arrivals = arrivals;
        this.writes = writes;
        this.ids = ids;
    }

    /** All or nothing; tells how many it were. */
    Uni<Integer> commit(Turnout turnout) {
        var texts = texts(turnout);
        return transactions.decideThenWrite(connection -> Uni.combine()
                .all()
                .unis(
                        groups.lock(connection, List.of(turnout.groupId())),
                        writes.claim(connection, turnout),
                        arrivals.known(connection, turnout.groupId(), texts))
                .with((found, _, known) -> {
                    var group = Objects.requireNonNull(found.get(turnout.groupId()));
                    return new Writes<>(
                            turnout.deliveries().size(), statements(connection, turnout, group, texts, known));
                }));
    }

    private List<Uni<Void>> statements(
            SqlConnection connection, Turnout turnout, LockedGroup group, List<Arrival> texts, Arrivals.Known known) {
        var all = new ArrayList<>(arrivals.writes(connection, group, texts, known, Set.of()));
        all.addAll(writes.of(connection, turnout, group));
        return all;
    }

    private List<Arrival> texts(Turnout turnout) {
        return turnout.foreign().stream()
                .flatMap(delivery ->
                        delivery.text().stream().map(text -> delivery.arrival(text, ids.next(), turnout.groupId())))
                .toList();
    }
}
