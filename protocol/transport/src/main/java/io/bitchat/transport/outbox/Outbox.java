package io.bitchat.transport.outbox;

import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.ReasonCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * The decisions of store-and-forward: what is taken, which message goes next, when it is tried again and when it is
 * given up. Knows no payloads and stores nothing: the caller stores what it is told and reports when that is done.
 * Single-threaded; every operation takes logarithmic time. docs/transport.md, section 3.
 */
public final class Outbox {
    private final RetryPause pause;
    private final RandomGenerator random;
    private final Budget budget;
    private final Recent<MessageKey, Finished> finished;
    private final Lanes lanes = new Lanes();
    private final Map<MessageKey, Item> items = new HashMap<>();
    private final TreeSet<Item> byExpiry = new TreeSet<>(
            Comparator.comparing((Item item) -> item.entry.expires()).thenComparingLong(item -> item.entry.sequence()));
    private long sequence;

    /** An empty queue. */
    public Outbox(OutboxLimits limits, RetryPause pause, RandomGenerator random) {
        this.pause = pause;
        this.random = random;
        budget = new Budget(limits);
        finished = new Recent<>(limits.finished(), limits.remembered());
    }

    /**
     * Takes over what was stored before a restart, in any order. Limits that were lowered since do not apply to it.
     *
     * @param gone those that the caller has kept, the oldest first
     */
    public void restore(List<Entry> stored, List<Finished> gone) {
        if (!items.isEmpty()) throw new IllegalStateException("the queue is in use");
        stored.stream().sorted(Comparator.comparingLong(Entry::sequence)).forEach(entry -> {
            add(entry, Item.Stage.WAITING);
            sequence = entry.sequence();
        });
        gone.forEach(one -> finished.put(one.key(), one, one.at()));
    }

    // --- in

    /**
     * Decides whether the queue takes a message.
     *
     * @param depositor who puts it here, as an id; limits count per depositor
     */
    public Admission admit(Message message, String depositor, Instant now) {
        if (!MessageKey.isId(depositor)) throw new IllegalArgumentException("a depositor that is no id");
        long fingerprint = message.fingerprint();
        var known = known(message.key());
        if (known.isPresent()) {
            return known.get() == fingerprint
                    ? new Admission.Duplicate(where(message.key()))
                    : new Admission.Refused(ReasonCode.ID_CONFLICT);
        }
        if (message.ttl().isZero()) return new Admission.Refused(ReasonCode.EXPIRED);
        var exceeded = budget.exceeded(depositor, Entry.bytesOf(message));
        if (exceeded != null) return new Admission.Refused(exceeded);
        var entry = entry(message, depositor, fingerprint, now);
        add(entry, Item.Stage.STORING);
        return new Admission.Store(entry);
    }

    private Entry entry(Message message, String depositor, long fingerprint, Instant now) {
        return new Entry(
                message.key(),
                depositor,
                fingerprint,
                Entry.bytesOf(message),
                message.priority(),
                message.requiresPrivacy(),
                ++sequence,
                now.plus(message.ttl()));
    }

    private Optional<Long> known(MessageKey key) {
        var item = items.get(key);
        if (item != null) return Optional.of(item.entry.fingerprint());
        var gone = finished.get(key);
        return gone == null ? Optional.empty() : Optional.of(gone.fingerprint());
    }

    private void add(Entry entry, Item.Stage stage) {
        var lane = lanes.of(Lane.Route.of(entry));
        var item = new Item(entry, lane, stage);
        items.put(entry.key(), item);
        budget.add(entry);
        byExpiry.add(item);
        lanes.change(lane, () -> lane.add(item));
    }

    /** The message is on disk: it may be acknowledged, and sent. */
    public void stored(MessageKey key) {
        var item = items.get(key);
        if (item == null || item.stage != Item.Stage.STORING) return;
        lanes.change(item.lane, () -> item.stage = Item.Stage.WAITING);
    }

    /** The message could not be stored: it was never here. */
    public void notStored(MessageKey key) {
        var item = items.get(key);
        if (item != null && item.stage == Item.Stage.STORING) remove(item);
    }

    // --- out

    /**
     * The messages that go next: the first ones of one sender to one receiver, in their order. They are in flight until
     * each is reported as handed over, failed or refused.
     *
     * @param max number of messages, at least 1. More than 1 only over a transport that keeps their order and, when it
     *     fails, delivers none behind the one that failed
     * @return empty if nothing is ready
     */
    public List<Entry> next(int max, Instant now) {
        if (max < 1) throw new IllegalArgumentException("no message, no send: " + max);
        var lane = lanes.next(now);
        if (lane == null) return List.of();
        var taken = new ArrayList<Entry>();
        lanes.change(lane, () -> {
            taken.addAll(lane.take(max, now));
            lanes.served(lane);
        });
        return taken;
    }

    /**
     * Somebody has acknowledged the message, maybe late, and holds it from now on.
     *
     * @return what to store instead of the message; empty if it is not here, as after a second acknowledgement
     */
    public Optional<Finished> handedOver(MessageKey key, Holder to, Instant now) {
        var item = items.get(key);
        if (item == null || item.stage == Item.Stage.STORING) return Optional.empty();
        return Optional.of(finish(item, new Finished.End.HandedOver(to), now));
    }

    /**
     * The message could not be sent now. It and whatever of its lane is in flight behind it wait again: the caller gives
     * them up as well.
     *
     * @return when the lane is tried again, unless something comes up before: at once if something came up while it was
     *     in flight, since the attempt may have been too early for it; empty if the message was not in flight
     */
    public Optional<Instant> failed(MessageKey key, ReasonCode reason, Instant now) {
        var item = items.get(key);
        if (item == null || item.stage != Item.Stage.IN_FLIGHT) return Optional.empty();
        var lane = item.lane;
        var until = lane.hurried ? now : now.plus(pause.after(lane.failures + 1, random));
        lanes.change(lane, () -> {
            lane.putBack();
            lane.failures++;
            lane.pausedUntil = until;
            lane.reason = reason;
        });
        return Optional.of(until);
    }

    /** The message can never be sent: it is given up. */
    public Optional<Finished> refused(MessageKey key, ReasonCode reason, Instant now) {
        var item = items.get(key);
        if (item == null || item.stage == Item.Stage.STORING) return Optional.empty();
        return Optional.of(finish(item, new Finished.End.Failed(reason, reason), now));
    }

    /**
     * Gives up what has expired. Messages in flight are spared until their attempt has ended: they may just be arriving.
     * To be called before {@link #next}, which passes over lanes that begin with an expired message.
     */
    public List<Finished> expire(Instant now) {
        var expired = new ArrayList<Item>();
        for (var item : byExpiry) {
            if (!item.entry.isExpired(now)) break;
            if (item.stage == Item.Stage.WAITING) expired.add(item);
        }
        return expired.stream()
                .map(item -> finish(item, new Finished.End.Failed(ReasonCode.EXPIRED, reason(item)), now))
                .toList();
    }

    private Finished finish(Item item, Finished.End end, Instant now) {
        var gone = new Finished(item.entry.key(), item.entry.fingerprint(), end, now);
        remove(item);
        finished.put(gone.key(), gone, now);
        return gone;
    }

    private void remove(Item item) {
        items.remove(item.entry.key());
        budget.remove(item.entry);
        byExpiry.remove(item);
        lanes.change(item.lane, () -> item.lane.remove(item));
    }

    // --- what comes up

    /** A transport has become available: every pause ends, also the next one of what is in flight. */
    public void transportAvailable() {
        lanes.resumeAll();
    }

    /** A peer has come into reach: pauses of messages to it end, also the next one of what is in flight. */
    public void receiverSeen(String receiver) {
        lanes.resume(receiver);
    }

    /** When {@link #expire} or {@link #next} has something to do although nothing is reported before. */
    public Optional<Instant> nextWake() {
        var pauseEnd = lanes.nextEnd();
        var expiry = byExpiry.stream()
                .filter(item -> item.stage == Item.Stage.WAITING)
                .map(item -> item.entry.expires())
                .findFirst();
        if (pauseEnd == null) return expiry;
        return Optional.of(expiry.filter(at -> at.isBefore(pauseEnd)).orElse(pauseEnd));
    }

    // --- observations

    /** Where the message is. */
    public Whereabouts where(MessageKey key) {
        var item = items.get(key);
        if (item != null) {
            return switch (item.stage) {
                case STORING -> new Whereabouts.Storing();
                case WAITING -> new Whereabouts.Waiting(reason(item));
                case IN_FLIGHT -> new Whereabouts.InFlight();
            };
        }
        var gone = finished.get(key);
        return gone == null ? new Whereabouts.Unknown() : new Whereabouts.Gone(gone);
    }

    private static ReasonCode reason(Item item) {
        var reason = item.lane.reason;
        return reason == null ? ReasonCode.WAITS_ITS_TURN : reason;
    }

    /** Number of messages in the queue, those being stored included. */
    public int messages() {
        return budget.messages();
    }

    /** Number of bytes that they count for. */
    public long bytes() {
        return budget.bytes();
    }
    /** Number of depositors that have messages here. */
    int depositors() {
        return budget.depositors();
    }

    /** Number of pairs of sender and receiver that have messages here. */
    int lanes() {
        return lanes.size();
    }
}
