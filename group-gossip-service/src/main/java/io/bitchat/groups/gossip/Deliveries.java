package io.bitchat.groups.gossip;

import io.bitchat.groups.send.Arrival;
import io.bitchat.groups.send.Arrivals;
import io.bitchat.groups.state.GroupTable;
import io.bitchat.groups.state.LockedGroup;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.commit.Transactions.Writes;
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
    private final Consequences consequences;

    Deliveries(
            Transactions transactions,
            GroupTable groups,
            Arrivals arrivals,
            DeliveryWrites writes,
            Consequences consequences) {
        this.transactions = transactions;
        this.groups = groups;
        this.arrivals = arrivals;
        this.writes = writes;
        this.consequences = consequences;
    }

    /** All or nothing; tells of whom there is more that counts again than one transaction takes. */
    Uni<Set<String>> commit(Turnout turnout) {
        return transactions.decideThenWrite(connection -> decide(connection, turnout));
    }

    /** Fails where {@link #commit} would, and leaves nothing behind. */
    Uni<Void> rehearse(Turnout turnout) {
        return transactions
                .run(connection -> decide(connection, turnout)
                        .flatMap(writes -> Uni.join().all(writes.statements()).andFailFast())
                        .flatMap(_ -> Uni.createFrom().<Void>failure(new Rehearsed())))
                .onFailure(Rehearsed.class)
                .recoverWithNull();
    }

    /** Ends a rehearsal, whose transaction is rolled back. */
    private static final class Rehearsed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Rehearsed() {
            super("nothing is wrong", null, false, false);
        }
    }

    private Uni<Writes<Set<String>>> decide(SqlConnection connection, Turnout turnout) {
        return Uni.combine()
                .all()
                .unis(
                        groups.lock(connection, List.of(turnout.groupId())),
                        writes.claim(connection, turnout),
                        consequences.of(connection, turnout))
                .with((found, _, outcome) ->
                        decided(connection, turnout, Objects.requireNonNull(found.get(turnout.groupId())), outcome))
                .flatMap(decided -> decided);
    }

    /** Only now it is known which messages get a place: how many their writers have is asked behind the same lock. */
    private Uni<Writes<Set<String>>> decided(
            SqlConnection connection, Turnout turnout, LockedGroup group, Consequences.Outcome outcome) {
        var texts = new ArrayList<>(consequences.texts(turnout));
        var returning = consequences.returning(turnout, outcome);
        texts.addAll(returning);
        return arrivals.known(connection, turnout.groupId(), texts)
                .map(known ->
                        known.without(returning.stream().map(Arrival::messageId).toList()))
                .map(known -> {
                    var change = consequences.converge(connection, group, outcome);
                    var all = new ArrayList<>(change.statements());
                    all.addAll(consequences.before(connection, turnout, outcome));
                    all.addAll(arrivals.writes(
                            connection,
                            change.after(),
                            texts,
                            known,
                            outcome.judgement().voided()));
                    all.addAll(consequences.returned(connection, turnout, outcome));
                    all.addAll(writes.of(connection, turnout));
                    all.addAll(consequences.after(connection, turnout, outcome));
                    var judgement = outcome.judgement();
                    return new Writes<>(
                            judgement.found().isPart() ? judgement.found().writers() : Set.of(), all);
                });
    }
}
