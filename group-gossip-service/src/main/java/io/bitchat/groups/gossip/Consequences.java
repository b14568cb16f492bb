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

    /** What the group is to be, and which messages count. */
    record Outcome(GroupState state, Set<String> leavers, Judgement judgement) {}

    Uni<Outcome> of(SqlConnection connection, Turnout turnout) {
        return Uni.combine()
                .all()
                .unis(
                        history.of(connection, turnout.groupId()),
                        settlement.of(connection, turnout.groupId(), Judgement.concerned(turnout)))
                .with((known, stored) -> {
                    var fold = known.with(turnout);
                    var state = fold.state(List.copyOf(known.pending().values()));
                    return new Outcome(state, fold.leavers(), new Judgement(turnout, fold, stored));
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
        var steps = new Steps(group, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        steps.remove(outcome.state(), outcome.leavers());
        steps.add(outcome.state());
        steps.describe(outcome.state());
        return convergence.towards(connection, steps, outcome.state());
    }

    List<Uni<Void>> before(SqlConnection connection, Turnout turnout, Outcome outcome) {
        return settlement.before(connection, turnout.groupId(), outcome.judgement());
    }

    List<Uni<Void>> after(SqlConnection connection, Turnout turnout, Outcome outcome) {
        return settlement.after(connection, turnout.groupId(), outcome.judgement());
    }
}
