package io.bitchat.gossip.causal;

import io.bitchat.gossip.Header;
import io.bitchat.gossip.Message;
import io.bitchat.gossip.PeerId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Delivers messages once their causes are delivered, and keeps the others waiting. The clock is merged only on
 * delivery, so a waiting message does not change what this node says about itself.
 *
 * <p>A message names its direct causes only. That is enough: each cause was itself delivered after its own causes, so
 * by induction the whole past of a message is delivered when its direct causes are. So messages stay small however many
 * peers have ever written, and the order is that of full vector clocks (docs/protocols/gossip.md, section 2).
 */
public final class CausalOrder {
    /** Maximum total size of waiting envelopes, in bytes. */
    public static final long MAX_WAITING_BYTES = 8L << 20;

    /**
     * One writer's share of the waiting room is one part in this many, so a writer that never sends its causes cannot
     * fill it.
     */
    public static final int SHARE_OF_A_WRITER = 8;

    private static final int MAX_STEPS = 64;

    private final VectorClock clock;
    private final Set<Dot> frontier;
    private final Map<Dot, Message> waiting = new HashMap<>();
    private final Map<Dot, List<Dot>> waitingFor = new HashMap<>();
    private final Map<PeerId, Luggage> waitingOf = new HashMap<>();
    private final int capacity;
    private long waitingBytes;
    private HybridTime latest;

    /**
     * @param capacity number of messages that may wait, at most an eighth of them of one writer; others are refused
     *     until there is room
     */
    public CausalOrder(Past past, int capacity) {
        this.clock = past.clock().copy();
        this.frontier = new LinkedHashSet<>(past.frontier());
        this.latest = past.latest();
        this.capacity = capacity;
    }

    /** Number and size of one writer's waiting messages. */
    private record Luggage(int messages, long bytes) {
        private static final Luggage NONE = new Luggage(0, 0);

        Luggage with(Message message) {
            return new Luggage(messages + 1, bytes + message.envelope().size());
        }

        Luggage without(Message message) {
            return new Luggage(messages - 1, bytes - message.envelope().size());
        }
    }

    /** Result of offering a message. */
    public sealed interface Offer {
        /** These messages are delivered in this order, the offered one first. */
        record Delivered(List<Message> messages) implements Offer {}

        /** It waits; {@link #lacking} returns the cause it waits for. */
        record Waiting() implements Offer {}

        /** It was delivered before, or waits already. */
        record Known() implements Offer {}

        /** Too many messages wait. It is dropped, and may be offered again. */
        record Full() implements Offer {}
    }

    /** Offers a received message: it is delivered, waits, or is refused. */
    public Offer offer(Message message) {
        var dot = message.header().dot();
        if (isHeld(dot)) return new Offer.Known();
        var missing = missingCause(message.header());
        if (missing.isPresent()) return await(message, missing.get());
        return new Offer.Delivered(deliverAll(new ArrayDeque<>(List.of(message))));
    }

    /**
     * Creates the header of the next message of {@code writer}, after everything delivered here. The message counts as
     * delivered.
     */
    public Header write(PeerId writer, Instant wall) {
        var header = new Header(writer, clock.get(writer) + 1, latest.next(wall), causesFor(writer));
        merge(header);
        return header;
    }

    /** Delivers the messages that waited for one written here; somebody had named it as a cause in advance. */
    public List<Message> releasedBy(Dot written) {
        var ready = new ArrayDeque<Message>();
        release(written, ready);
        return deliverAll(ready);
    }

    /** Whether the frontier is too wide for one message, so an empty message must gather part of it first. */
    public boolean isWide() {
        return frontier.size() > Header.MAX_CAUSES;
    }

    private List<Dot> causesFor(PeerId writer) {
        return frontier.stream()
                .filter(dot -> !dot.writer().equals(writer))
                .limit(Header.MAX_CAUSES)
                .toList();
    }

    /** Whether a message is delivered or waiting. */
    public boolean isHeld(Dot dot) {
        return clock.contains(dot) || waiting.containsKey(dot);
    }

    /**
     * The missing cause at the end of a chain of waiting messages that begins with this one. Empty if the message does
     * not wait, or if the chain has more than {@value #MAX_STEPS} steps: the messages in between find the cause then,
     * unless forged causes form a cycle.
     */
    public Optional<Dot> lacking(Dot waits) {
        var next = Optional.of(waits);
        for (int steps = 0; steps <= MAX_STEPS && next.isPresent(); steps++) {
            var message = waiting.get(next.get());
            if (message == null) return steps == 0 ? Optional.empty() : next;
            next = missingCause(message.header());
        }
        return Optional.empty();
    }

    /** The clock of delivered messages; must not be modified. */
    public VectorClock clock() {
        return clock;
    }

    /** State to keep across a restart. */
    public Past past() {
        return new Past(clock.copy(), frontier, latest);
    }

    /** Number of messages that wait for causes. */
    public int waiting() {
        return waiting.size();
    }

    /** Number of one writer's messages that wait for causes. */
    public int waitingOf(PeerId writer) {
        return waitingOf.getOrDefault(writer, Luggage.NONE).messages();
    }

    private Optional<Dot> missingCause(Header header) {
        if (clock.get(header.writer()) < header.sequence() - 1) {
            return Optional.of(new Dot(header.writer(), header.sequence() - 1));
        }
        for (var cause : header.causes()) if (!clock.contains(cause)) return Optional.of(cause);
        return Optional.empty();
    }

    private Offer await(Message message, Dot cause) {
        if (!hasRoomFor(message)) return new Offer.Full();
        waitingBytes += message.envelope().size();
        var dot = message.header().dot();
        waiting.put(dot, message);
        waitingOf.merge(dot.writer(), Luggage.NONE.with(message), (before, _) -> before.with(message));
        waitingFor.computeIfAbsent(cause, _ -> new ArrayList<>(2)).add(dot);
        return new Offer.Waiting();
    }

    private boolean hasRoomFor(Message message) {
        long bytes = message.envelope().size();
        if (waiting.size() >= capacity || waitingBytes + bytes > MAX_WAITING_BYTES) return false;
        var same = waitingOf.getOrDefault(message.header().writer(), Luggage.NONE);
        return same.messages() < Math.ceilDiv(capacity, SHARE_OF_A_WRITER)
                && same.bytes() + bytes <= MAX_WAITING_BYTES / SHARE_OF_A_WRITER;
    }

    private List<Message> deliverAll(ArrayDeque<Message> ready) {
        var delivered = new ArrayList<Message>(1);
        while (!ready.isEmpty()) {
            var message = ready.remove();
            merge(message.header());
            delivered.add(message);
            release(message.header().dot(), ready);
        }
        return delivered;
    }

    /** Messages that waited for this one now wait for another cause, or are ready. */
    private void release(Dot arrived, ArrayDeque<Message> ready) {
        var dependants = waitingFor.remove(arrived);
        if (dependants == null) return;
        for (var dot : dependants) {
            var message = waiting.get(dot);
            if (message == null) continue;
            var next = missingCause(message.header());
            if (next.isPresent()) {
                waitingFor.computeIfAbsent(next.get(), _ -> new ArrayList<>(2)).add(dot);
            } else {
                noLongerWaits(message);
                ready.add(message);
            }
        }
    }

    private void noLongerWaits(Message message) {
        var dot = message.header().dot();
        waiting.remove(dot);
        waitingBytes -= message.envelope().size();
        waitingOf.computeIfPresent(
                dot.writer(), (_, before) -> before.messages() == 1 ? null : before.without(message));
    }

    private void merge(Header header) {
        long entry = clock.increment(header.writer());
        if (entry != header.sequence()) throw new IllegalStateException(header + " delivered as entry " + entry);
        header.causes().forEach(frontier::remove);
        if (header.sequence() > 1) frontier.remove(new Dot(header.writer(), header.sequence() - 1));
        frontier.add(header.dot());
        latest = latest.max(header.time());
    }
}
