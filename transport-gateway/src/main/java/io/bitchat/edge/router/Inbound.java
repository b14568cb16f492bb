package io.bitchat.edge.router;

import io.bitchat.edge.adapter.Arrival;
import io.bitchat.edge.adapter.TransportAdapter;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.outbox.MessageContent;
import io.bitchat.transport.outbox.SeenMessages;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Takes what the transports bring: each message once, and those of a sender in their order. Confined to the router's thread. */
final class Inbound {
    private static final int SEEN = 100_000;
    /** Messages that are being taken. */
    private static final int MAX_PENDING = 256;

    private final Executor thread;
    private final RouterListener listener;
    private final InstantSource clock;
    /** What was taken: whoever guesses an id cannot so suppress the message that has it. */
    private final SeenMessages<MessageContent> taken = new SeenMessages<>(SEEN, Message.MAX_TTL);
    /** The same by key alone: a message names the one before it so. */
    private final SeenMessages<MessageKey> keys = new SeenMessages<>(SEEN, Message.MAX_TTL);
    /** The message that is being taken, by sender and receiver. */
    private final Map<MessageKey, CompletableFuture<Void>> lastOf = new HashMap<>();

    /** What is being taken without waiting for the one before. */
    private final Map<MessageContent, CompletableFuture<Boolean>> flying = new HashMap<>();

    /** The first of these with a key. */
    private final Map<MessageKey, CompletableFuture<Boolean>> flyingByKey = new HashMap<>();

    private int pending;

    /** @param thread the router's */
    Inbound(Executor thread, RouterListener listener, InstantSource clock) {
        this.thread = thread;
        this.listener = listener;
        this.clock = clock;
    }

    /** Takes what there is room for; the rest stays in the bounded queue of the transport until there is. */
    void take(TransportAdapter from) {
        while (pending < MAX_PENDING) {
            var arrival = from.receive();
            if (arrival.isEmpty()) return;
            pending++;
            if (listener.keepsOrder(arrival.get().message())) takeEagerly(arrival.get(), from);
            else take(arrival.get(), from);
        }
    }

    /** One after the other for each sender and receiver: whether the one before was taken must be known. */
    private void take(Arrival arrival, TransportAdapter from) {
        var key = arrival.message().key();
        var lane = new MessageKey(key.sender(), "-", key.receiver());
        var before = lastOf.getOrDefault(lane, CompletableFuture.completedFuture(null));
        var done = new CompletableFuture<Void>();
        lastOf.put(lane, done);
        before.whenCompleteAsync(
                (_, _) -> takeNow(arrival, from.id())
                        .whenCompleteAsync(
                                (_, _) -> {
                                    lastOf.remove(lane, done);
                                    done.complete(null);
                                    pending--;
                                    take(from);
                                },
                                thread),
                thread);
    }

    /** Several of a sender and receiver at a time, in their order. */
    private void takeEagerly(Arrival arrival, TransportAdapter from) {
        var content = MessageContent.of(arrival.message());
        // a copy ends like the one that came before it
        var first = flying.get(content);
        var result = first == null ? begin(arrival, content, from.id()) : first;
        if (first == null) {
            flying.put(content, result);
            flyingByKey.putIfAbsent(content.key(), result);
        }
        result.thenAcceptAsync(
                isTaken -> {
                    // in one step: in between, what names this one as the one before it would be refused
                    flying.remove(content, result);
                    flyingByKey.remove(content.key(), result);
                    if (isTaken) remember(content);
                    arrival.answer().accept(isTaken);
                    pending--;
                    take(from);
                },
                thread);
    }

    /** Never fails. */
    private CompletableFuture<Boolean> begin(Arrival arrival, MessageContent content, TransportId by) {
        if (taken.isKnown(content, clock.instant())) return CompletableFuture.completedFuture(true);
        var after = arrival.after();
        if (after != null && !mayFollow(after)) return CompletableFuture.completedFuture(false);
        return listener.arrived(arrival.message(), by, arrival.from())
                .handle((safe, failure) -> failure == null && safe)
                .toCompletableFuture();
    }

    private boolean mayFollow(MessageKey after) {
        if (keys.isKnown(after, clock.instant())) return true;
        var ahead = flyingByKey.get(after);
        return ahead != null && (!ahead.isDone() || ahead.join());
    }

    private CompletionStage<Void> takeNow(Arrival arrival, TransportId by) {
        var message = arrival.message();
        var content = MessageContent.of(message);
        var after = arrival.after();
        boolean known = taken.isKnown(content, clock.instant());
        if (known || after != null && !keys.isKnown(after, clock.instant())) {
            arrival.answer().accept(known);
            return CompletableFuture.completedFuture(null);
        }
        return listener.arrived(message, by, arrival.from())
                .handle((safe, failure) -> failure == null && safe)
                .thenAcceptAsync(
                        isTaken -> {
                            if (isTaken) remember(content);
                            arrival.answer().accept(isTaken);
                        },
                        thread);
    }

    private void remember(MessageContent content) {
        var now = clock.instant();
        taken.isNew(content, now);
        keys.isNew(content.key(), now);
    }
}
