package io.bitchat.transport.failover;

import io.bitchat.transport.Message;
import io.bitchat.transport.Sample;
import io.bitchat.transport.Surroundings;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.settings.TransportSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A run in virtual time, and everything that it asked for. */
final class Run {
    private final Failover failover;
    private final List<Effect> effects = new ArrayList<>();
    private Surroundings around;
    private Instant now = Sample.NOON;

    Run(Message message, TransportSettings settings, Surroundings around) {
        this.around = around;
        failover = new Failover(message, settings);
    }

    Run start() {
        return input(new Input.Started());
    }

    Run input(Input input) {
        effects.addAll(failover.handle(input, around, now));
        return this;
    }

    Run fail(int attempt) {
        return input(new Input.Failed(attempt, "no_route"));
    }

    Run accept(int attempt) {
        return input(new Input.Accepted(attempt));
    }

    /** Time passes, and a tick is due. */
    Run after(Duration time) {
        now = now.plus(time);
        return input(new Input.Tick());
    }

    Run surroundings(Surroundings changed) {
        around = changed;
        return this;
    }

    Instant now() {
        return now;
    }

    boolean hasEnded() {
        return failover.hasEnded();
    }

    List<Effect> effects() {
        return effects;
    }

    <E extends Effect> List<E> effects(Class<E> kind) {
        return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The transports that were asked to send, in order. */
    List<TransportId> tried() {
        return effects(Effect.Send.class).stream()
                .map(send -> send.by().transport())
                .toList();
    }

    List<TraceEntry> trace() {
        return effects(Effect.Traced.class).stream().map(Effect.Traced::entry).toList();
    }

    List<Outcome> outcomes() {
        return effects(Effect.Ended.class).stream().map(Effect.Ended::outcome).toList();
    }
}
