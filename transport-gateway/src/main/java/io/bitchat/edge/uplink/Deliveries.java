package io.bitchat.edge.uplink;

import io.bitchat.edge.uplink.Neighbourhood.Taken;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.outbox.SeenMessages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the messages of a suite to the node: those of one sender to one receiver one after the other, and none whose
 * predecessor was not taken. Safe from any thread.
 */
final class Deliveries {
    /** Messages that the node has not answered for; a suite that keeps to its limit has fewer in flight. */
    static final int MAX_OPEN = 2 * UplinkChannel.MAX_UNANSWERED;

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final int REMEMBERED = 20_000;

    private final Function<Message, CompletionStage<Taken>> node;
    private final SeenMessages<MessageKey> taken = new SeenMessages<>(REMEMBERED, Duration.ofHours(1));
    /** What waits behind the message that the node has now; a lane is here as long as the node has one. */
    private final Map<Lane, Queue<Delivery>> lanes = new HashMap<>();

    private int open;

    private record Lane(String sender, String receiver) {}

    private record Delivery(Message message, @Nullable MessageKey after, CompletableFuture<Taken> done) {
        Lane lane() {
            return new Lane(message.sender(), message.receiver());
        }
    }

    Deliveries(Function<Message, CompletionStage<Taken>> node) {
        this.node = node;
    }

    /** Never fails. */
    CompletionStage<Taken> deliver(Message message, @Nullable MessageKey after) {
        var delivery = new Delivery(message, after, new CompletableFuture<>());
        synchronized (this) {
            if (open >= MAX_OPEN) return CompletableFuture.completedFuture(new Taken.Refused("busy"));
            open++;
            var before = lanes.get(delivery.lane());
            if (before != null) {
                before.add(delivery);
                return delivery.done();
            }
            lanes.put(delivery.lane(), new ArrayDeque<>());
        }
        run(delivery);
        return delivery.done();
    }

    /** A loop: if each called the next, the stack would be as deep as the lane is long. */
    private void run(Delivery first) {
        for (var one = first; one != null; ) {
            var current = one;
            var result = deliverNow(one).toCompletableFuture();
            if (!result.isDone()) {
                result.thenAccept(end -> {
                    var next = ended(current, end);
                    if (next != null) run(next);
                });
                return;
            }
            one = ended(one, result.join());
        }
    }

    private CompletionStage<Taken> deliverNow(Delivery one) {
        if (one.after() != null && !isTaken(one.after())) {
            return CompletableFuture.completedFuture(new Taken.Refused("waits_its_turn"));
        }
        CompletionStage<Taken> result;
        try {
            result = node.apply(one.message());
        } catch (RuntimeException e) {
            result = CompletableFuture.failedFuture(e);
        }
        return result.exceptionally(failure -> {
            LOG.warn("a message of the suite was not taken cause={}", failure.toString());
            return new Taken.Refused("node_failed");
        });
    }

    private synchronized boolean isTaken(MessageKey key) {
        return taken.isKnown(key, now());
    }

    /** The next of the lane; null if there is none. */
    private @Nullable Delivery ended(Delivery one, Taken end) {
        Delivery next;
        synchronized (this) {
            open--;
            if (!(end instanceof Taken.Refused)) taken.isNew(one.message().key(), now());
            var behind = lanes.getOrDefault(one.lane(), new ArrayDeque<>());
            next = behind.poll();
            if (next == null) lanes.remove(one.lane());
        }
        one.done().complete(end);
        return next;
    }

    /** Messages that have no result yet. */
    synchronized int open() {
        return open;
    }

    private static Instant now() {
        return InstantSource.system().instant();
    }
}
