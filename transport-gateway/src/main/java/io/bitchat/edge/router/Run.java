package io.bitchat.edge.router;

import io.bitchat.edge.adapter.SendResult;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.failover.Effect;
import io.bitchat.transport.failover.Failover;
import io.bitchat.transport.failover.Input;
import io.bitchat.transport.settings.TransportSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One run of {@link Failover} over the transports of a router. Confined to the router's thread. */
final class Run {
    private final Batch batch;
    private final Router router;
    private final Message message;
    private final @Nullable MessageKey after;
    private final Failover failover;
    private ReasonCode lastResult = ReasonCode.SEND_FAILED;

    /** @param after message that must be taken before this one; null if there is none */
    Run(Batch batch, Message message, @Nullable MessageKey after, TransportSettings settings) {
        this.batch = batch;
        this.router = batch.router();
        this.message = message;
        this.after = after;
        this.failover = new Failover(message, settings);
    }

    Message message() {
        return message;
    }

    /** How the last attempt ended. */
    ReasonCode lastResult() {
        return lastResult;
    }

    void begin() {
        handle(new Input.Started());
    }

    void lost(TransportId transport) {
        handle(new Input.Lost(transport));
    }

    void cancel() {
        handle(new Input.Cancelled());
    }

    private void handle(Input input) {
        failover.handle(input, router.around(message), router.clock().instant()).forEach(this::carryOut);
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Send(int attempt, var by) ->
                router.adapter(by.transport())
                        .send(message, after)
                        .whenComplete((result, failure) -> router.post(() -> sent(attempt, result, failure)));
            case Effect.Wake(var at) ->
                router.after(Duration.between(router.clock().instant(), at), () -> handle(new Input.Tick()));
            case Effect.Traced(var entry) -> {
                lastResult = entry.result();
                router.traced(entry);
            }
            case Effect.Switched(var from, var reason, var to) -> router.switched(from, reason, to);
            case Effect.Ended(var outcome) -> batch.ended(this, outcome);
            case Effect.ArrivedLate(int _, var by) -> router.arrivedLate(message.key(), by);
            case Effect.Abandon(int _, var transport) ->
                router.adapter(transport).abandon(message.key());
        }
    }

    private void sent(int attempt, SendResult result, @Nullable Throwable failure) {
        if (failure != null) handle(new Input.Failed(attempt, failure.toString()));
        else if (result instanceof SendResult.Failed(var code)) handle(new Input.Failed(attempt, code));
        else handle(new Input.Accepted(attempt));
    }
}
