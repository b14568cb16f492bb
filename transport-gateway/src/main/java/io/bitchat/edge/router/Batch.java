package io.bitchat.edge.router;

import io.bitchat.transport.Message;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.failover.Outcome;
import io.bitchat.transport.settings.TransportSettings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The next messages of one sender to one receiver, in their order. The first goes alone, over any transport that can carry
 * it. Over a transport with a window several of the others are in flight, each of which names the one before it, so that
 * none is taken out of order; these have one attempt, because another transport could overtake. When one fails, it and
 * those behind it wait again. Confined to the router's thread.
 */
final class Batch {
    private final Router router;
    private final TransportSettings settings;
    private final List<Message> messages;
    private final List<Run> open = new ArrayList<>();
    private final Set<Message> finished = new LinkedHashSet<>();
    private int begun;
    /** Why no more is begun; null while nothing has failed. */
    private @Nullable ReasonCode failed;
    /** Transport of the messages that are in flight together; null while the first is alone. */
    private @Nullable TransportId pipe;

    private boolean over;
    /** Whether runs are being cancelled, each of which ends meanwhile. */
    private boolean ending;

    Batch(Router router, TransportSettings settings, List<Message> messages) {
        this.router = router;
        this.settings = settings;
        this.messages = messages;
    }

    Router router() {
        return router;
    }

    /** Begins as many messages as may be in flight; ends the batch when none is. */
    void proceed() {
        while (failed == null && begun < messages.size() && mayBegin(messages.get(begun))) begin();
        if (!open.isEmpty() || over) return;
        over = true;
        messages.stream()
                .filter(message -> !finished.contains(message))
                .findFirst()
                .ifPresent(first -> router.waits(first.key(), failed == null ? ReasonCode.WAITS_ITS_TURN : failed));
        router.ended(this);
    }

    private boolean mayBegin(Message next) {
        if (open.isEmpty()) {
            pipe = begun == 0 ? null : best(next);
            return true;
        }
        return pipe != null && open.size() < router.adapter(pipe).window() && pipe.equals(best(next));
    }

    private @Nullable TransportId best(Message message) {
        var candidates = router.plan(message).candidates();
        return candidates.isEmpty() ? null : candidates.getFirst().transport();
    }

    private void begin() {
        var message = messages.get(begun);
        var before = open.isEmpty() ? null : messages.get(begun - 1).key();
        var run = new Run(this, message, before, pipe == null ? settings : once());
        begun++;
        open.add(run);
        run.begin();
    }

    private TransportSettings once() {
        return settings.withFailover(false, settings.failoverTimeoutSec(), 1);
    }

    void lost(TransportId transport) {
        List.copyOf(open).forEach(run -> run.lost(transport));
    }

    void ended(Run run, Outcome outcome) {
        var message = run.message();
        open.remove(run);
        switch (outcome) {
            case Outcome.Sent(int _, var by) -> {
                finished.add(message);
                router.sent(message.key(), by);
            }
            case Outcome.FannedOut(var _, var copies) -> {
                finished.add(message);
                router.fanOut(message.key(), copies);
            }
            case Outcome.Refused(var reason) -> {
                finished.add(message);
                router.refused(message.key(), reason);
                // those in flight behind it name it as the one before them
                fail(message, ReasonCode.WAITS_ITS_TURN);
            }
            case Outcome.Queued(var reason) -> fail(message, reason);
            case Outcome.Failed _ -> fail(message, run.lastResult());
            case Outcome.Cancelled() -> {} // waits with the one that failed
        }
        if (!ending) proceed();
    }

    /** Ends what is in flight behind a message; what is before it may still arrive. */
    private void fail(Message message, ReasonCode reason) {
        if (failed == null) failed = reason;
        int place = messages.indexOf(message);
        ending = true;
        List.copyOf(open).reversed().stream()
                .filter(run -> messages.indexOf(run.message()) > place)
                .forEach(Run::cancel);
        ending = false;
    }
}
