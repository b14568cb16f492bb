package io.bitchat.edge.router;

import io.bitchat.edge.adapter.SendResult;
import io.bitchat.transport.Message;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.failover.Effect;
import io.bitchat.transport.failover.Failover;
import io.bitchat.transport.failover.Input;
import io.bitchat.transport.settings.TransportSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One run of {@link Failover} over the transports of a router. Confined to the router's thread. */
final class Run {
    private final Router router;
    private final Message message;
    private final Failover failover;

    Run(Router router, Message message, TransportSettings settings) {
        this.router = router;
        this.message = message;
        this.failover = new Failover(message, settings);
    }

    void begin() {
        handle(new Input.Started());
    }

    void lost(TransportId transport) {
        handle(new Input.Lost(transport));
    }

    private void handle(Input input) {
        failover.handle(input, router.around(message), router.clock().instant()).forEach(this::carryOut);
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Send(int attempt, var by) ->
                router.adapter(by.transport())
                        .send(message)
                        .whenComplete((result, failure) -> router.post(() -> sent(attempt, result, failure)));
            case Effect.Wake(var at) ->
                router.after(Duration.between(router.clock().instant(), at), () -> handle(new Input.Tick()));
            case Effect.Traced(var entry) -> router.traced(entry);
            case Effect.Switched(var from, var reason, var to) -> router.switched(from, reason, to);
            case Effect.Ended(var outcome) -> router.ended(message, outcome);
            case Effect.ArrivedLate _ -> router.arrivedLate(message.key());
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
