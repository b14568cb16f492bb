package io.bitchat.groups.federation.delivery;

import io.bitchat.groups.oplog.GroupState;
import io.bitchat.groups.send.Arrival;
import io.bitchat.groups.state.LockedGroup;
import io.bitchat.kit.time.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Computes the effects of operations on members and messages. */
@ApplicationScoped
class DeliveryEffects {
    private final History history;
    private final MessageInvalidation invalidation;
    private final MembershipReconciler reconciler;
    private final Ids ids;
    private final InstantSource clock;

    DeliveryEffects(
            History history,
            MessageInvalidation invalidation,
            MembershipReconciler reconciler,
            Ids ids,
            InstantSource clock) {
        this.history = history;
        this.invalidation = invalidation;
        this.reconciler = reconciler;
        this.ids = ids;
        this.clock = clock;
    }

    /** The target state of the group, null if it does not change; and which messages are void or valid again. */
    record Outcome(@Nullable GroupState state, Set<String> leavers, InvalidationPlan plan) {}

    Uni<Outcome> of(SqlConnection connection, DeliveryBatch batch) {
        return history.of(connection, batch).map(before -> before.after(batch)).flatMap(known -> {
            var reducer = known.reducer();
            var state = batch.changesGroup()
                    ? reducer.state(List.copyOf(known.pending().values()))
                    : null;
            return invalidation
                    .of(connection, batch.groupId(), Spans.of(reducer, InvalidationPlan.concerned(batch)))
                    .map(found -> new Outcome(state, reducer.leavers(), new InvalidationPlan(batch, reducer, found)));
        });
    }

    /** The batch's messages of other sites. */
    List<Arrival> texts(DeliveryBatch batch) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return batch.foreign().stream()
                .flatMap(delivery ->
                        delivery.text().stream().map(text -> delivery.arrival(text, ids.next(), batch.groupId(), now)))
                .toList();
    }

    MembershipReconciler.Change converge(SqlConnection connection, LockedGroup group, Outcome outcome) {
        if (outcome.state() == null) return new MembershipReconciler.Change(group, List.of());
        var diff = new GroupStateDiff(group, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        diff.remove(outcome.state(), outcome.leavers());
        diff.add(outcome.state());
        diff.describe(outcome.state());
        return reconciler.towards(connection, diff, outcome.state());
    }
}
