package io.bitchat.edge.uplink;

import io.bitchat.edge.uplink.Neighbourhood.Taken;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.outbox.SeenMessages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives the messages of a suite to the node: those of one sender to one receiver one after the other, and none whose
 * predecessor was not taken. Safe from any thread.
 */
final class Deliveries {
    private static final int REMEMBERED = 20_000;

    private final Function<Message, CompletionStage<Taken>> node;
    private final SeenMessages taken = new SeenMessages(REMEMBERED, Duration.ofHours(1));
    /** The end of each lane that has something in it; its size is bounded by the window of the channel. */
    private final Map<Lane, CompletableFuture<Taken>> last = new HashMap<>();

    private record Lane(String sender, String receiver) {}

    Deliveries(Function<Message, CompletionStage<Taken>> node) {
        this.node = node;
    }

    /** Never fails. */
    CompletionStage<Taken> deliver(Message message, @Nullable MessageKey after) {
        var lane = new Lane(message.sender(), message.receiver());
        var done = new CompletableFuture<Taken>();
        CompletableFuture<Taken> before;
        synchronized (this) {
            before = last.getOrDefault(lane, CompletableFuture.completedFuture(new Taken.Refused("")));
            last.put(lane, done);
        }
        before.thenRun(() -> deliverNow(message, after).whenComplete((result, failure) -> {
            var end = failure == null ? result : new Taken.Refused("node_failed");
            ended(lane, done, message.key(), end);
            done.complete(end);
        }));
        return done;
    }

    private CompletionStage<Taken> deliverNow(Message message, @Nullable MessageKey after) {
        return after == null || isTaken(after)
                ? node.apply(message)
                : CompletableFuture.completedFuture(new Taken.Refused("waits_its_turn"));
    }

    private synchronized boolean isTaken(MessageKey key) {
        return taken.isKnown(key, now());
    }

    private synchronized void ended(Lane lane, CompletableFuture<Taken> done, MessageKey key, Taken end) {
        last.remove(lane, done);
        if (!(end instanceof Taken.Refused)) taken.isNew(key, now());
    }

    private static Instant now() {
        return InstantSource.system().instant();
    }
}
