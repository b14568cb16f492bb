package io.bitchat.groups.gossip;

import io.bitchat.groups.operation.GroupState;
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

/** What operations mean for members and messages. */
@ApplicationScoped
class Consequences {
    private final History history;
    private final Settlement settlement;
    private final Convergence convergence;
    private final Ids ids;
    private final InstantSource clock;

    Consequences(History history, Settlement settlement, Convergence convergence, Ids ids, InstantSource clock) {
        this.history = history;
        this.settlement = settlement;
        this.convergence = convergence;
        this.ids = ids;
        this.clock = clock;
    }

    /** What the group is to be, null where nothing about it changes; and which messages count. */
    record Outcome(@Nullable GroupState state, Set<String> leavers, Judgement judgement) {}

    Uni<Outcome> of(SqlConnection connection, Turnout turnout) {
        return history.of(connection, turnout).flatMap(known -> {
            var fold = known.with(turnout);
            var state = turnout.changesGroup()
                    ? fold.state(List.copyOf(known.pending().values()))
                    : null;
            return settlement
                    .of(connection, turnout.groupId(), Spans.of(fold, Judgement.concerned(turnout)))
                    .map(found -> new Outcome(state, fold.leavers(), new Judgement(turnout, fold, found)));
        });
    }

    /** The messages of other sites. */
    List<Arrival> texts(Turnout turnout) {
        return turnout.foreign().stream()
                .flatMap(delivery ->
                        delivery.text().stream().map(text -> delivery.arrival(text, ids.next(), turnout.groupId())))
                .toList();
    }

    List<Arrival> returning(Turnout turnout, Outcome outcome) {
        return settlement.returning(turnout.groupId(), outcome.judgement());
    }

    Convergence.Change converge(SqlConnection connection, LockedGroup group, Outcome outcome) {
        if (outcome.state() == null) return new Convergence.Change(group, List.of());
        var steps = new Steps(group, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        steps.remove(outcome.state(), outcome.leavers());
        steps.add(outcome.state());
        steps.describe(outcome.state());
        return convergence.towards(connection, steps, outcome.state());
    }

    List<Uni<Void>> before(SqlConnection connection, Turnout turnout, Outcome outcome) {
        return settlement.before(connection, turnout.groupId(), outcome.judgement());
    }

    List<Uni<Void>> returned(SqlConnection connection, Turnout turnout, Outcome outcome) {
        return settlement.returned(connection, turnout.groupId(), outcome.judgement());
    }

    List<Uni<Void>> after(SqlConnection connection, Turnout turnout, Outcome outcome) {
        return settlement.after(connection, turnout.groupId(), outcome.judgement());
    }
}
