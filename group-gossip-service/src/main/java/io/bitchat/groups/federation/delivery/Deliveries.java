package io.bitchat.groups.federation.delivery;

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

/** Stores what the protocol delivers in a group, and the node's progress, in one transaction under the group's lock. */
@ApplicationScoped
class Deliveries {
    private final Transactions transactions;
    private final GroupTable groups;
    private final Arrivals arrivals;
    private final DeliveryWrites writes;
    private final DeliveryEffects effects;
    private final MessageInvalidation invalidation;

    Deliveries(
            Transactions transactions,
            GroupTable groups,
            Arrivals arrivals,
            DeliveryWrites writes,
            DeliveryEffects effects,
            MessageInvalidation invalidation) {
        this.transactions = transactions;
        this.groups = groups;
        this.arrivals = arrivals;
        this.writes = writes;
        this.effects = effects;
        this.invalidation = invalidation;
    }

    /** All or nothing. Returns the writers with more revalidated messages than one transaction can place. */
    Uni<Set<String>> commit(DeliveryBatch batch) {
        return transactions.decideThenWrite(connection -> decide(connection, batch));
    }

    /** Fails if {@link #commit} would, and leaves nothing behind. */
    Uni<Void> rehearse(DeliveryBatch batch) {
        return transactions
                .run(connection -> decide(connection, batch)
                        .flatMap(writes -> Transactions.all(writes.statements()))
                        .flatMap(_ -> Uni.createFrom().<Void>failure(new Rehearsed())))
                .onFailure(Rehearsed.class)
                .recoverWithNull();
    }

    /** Ends a rehearsal by rolling its transaction back. */
    private static final class Rehearsed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Rehearsed() {
            super("nothing is wrong", null, false, false);
        }
    }

    private Uni<Writes<Set<String>>> decide(SqlConnection connection, DeliveryBatch batch) {
        return Uni.combine()
                .all()
                .unis(
                        groups.lock(connection, List.of(batch.groupId())),
                        writes.claim(connection, batch),
                        effects.of(connection, batch))
                .with((found, _, outcome) ->
                        decided(connection, batch, Objects.requireNonNull(found.get(batch.groupId())), outcome))
                .flatMap(decided -> decided);
    }

    /**
     * Only now the messages to be placed are known. The clock entries of their writers are read under the same lock.
     */
    private Uni<Writes<Set<String>>> decided(
            SqlConnection connection, DeliveryBatch batch, LockedGroup group, DeliveryEffects.Outcome outcome) {
        var plan = outcome.plan();
        var texts = new ArrayList<>(effects.texts(batch));
        var returning = invalidation.returning(batch.groupId(), plan);
        texts.addAll(returning);
        return arrivals.known(connection, batch.groupId(), texts)
                .map(known ->
                        known.without(returning.stream().map(Arrival::messageId).toList()))
                .map(known -> {
                    var change = effects.converge(connection, group, outcome);
                    var all = new ArrayList<>(change.statements());
                    all.addAll(invalidation.before(connection, batch.groupId(), plan));
                    all.addAll(arrivals.writes(connection, change.after(), texts, known, plan.voided()));
                    all.addAll(invalidation.returned(connection, batch.groupId(), plan));
                    all.addAll(writes.of(connection, batch));
                    all.addAll(invalidation.after(connection, batch.groupId(), plan));
                    return new Writes<>(plan.found().isPart() ? plan.found().writers() : Set.of(), all);
                });
    }
}
