package io.bitchat.transport;

import io.bitchat.transport.failover.Effect;
import io.bitchat.transport.failover.Failover;
import io.bitchat.transport.failover.Input;
import io.bitchat.transport.failover.Outcome;
import io.bitchat.transport.outbox.Admission;
import io.bitchat.transport.outbox.Entry;
import io.bitchat.transport.outbox.Finished;
import io.bitchat.transport.outbox.Holder;
import io.bitchat.transport.outbox.Outbox;
import io.bitchat.transport.outbox.OutboxLimits;
import io.bitchat.transport.outbox.RetryPause;
import io.bitchat.transport.plan.Candidate;
import io.bitchat.transport.settings.TransportSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An edge node in virtual time: queue, planner and failover as a gateway wires them, a disk that survives crashes, and
 * transports that lose messages, acknowledgements and themselves.
 */
final class EdgeNode {
    static final OutboxLimits LIMITS = new OutboxLimits(60, 1 << 20, 40, 1 << 20, 10_000, Duration.ofDays(1));
    static final TransportSettings SETTINGS = TransportSettings.defaults();

    private static final int MOST_RUNS = 6;

    private record Stored(Entry entry, Message message) {}

    private final Timeline timeline;
    private final Random random;
    private final Receivers receivers;

    // the disk
    private final Map<MessageKey, Stored> disk = new LinkedHashMap<>();
    private final List<Finished> finished = new ArrayList<>();

    // the memory, lost in a crash
    private Outbox outbox;
    private final Map<MessageKey, Failover> runs = new HashMap<>();
    private int life;
    private @Nullable Instant wakeAt;
    private final Set<TransportId> broken = new LinkedHashSet<>();
    /** How often each transport broke: what was on its way then is lost. */
    private final Map<TransportId, Integer> breaks = new HashMap<>();

    private boolean internet = true;

    // what the test looks at
    final List<MessageKey> accepted = new ArrayList<>();
    final Map<MessageKey, Integer> unknownOutcomes = new HashMap<>();
    final List<String> violations = new ArrayList<>();

    EdgeNode(Timeline timeline, Random random, Receivers receivers) {
        this.timeline = timeline;
        this.random = random;
        this.receivers = receivers;
        outbox = newOutbox();
    }

    private Outbox newOutbox() {
        return new Outbox(LIMITS, RetryPause.defaults(), new Random(random.nextLong()));
    }

    // --- what happens to it

    void deposit(Message message) {
        if (!(outbox.admit(message, message.sender(), now()) instanceof Admission.Store(var entry))) return;
        if (outbox.messages() > LIMITS.messages()) violations.add("the queue holds " + outbox.messages());
        later(5, () -> {
            if (random.nextInt(50) == 0) {
                outbox.notStored(entry.key());
                return;
            }
            disk.put(entry.key(), new Stored(entry, message));
            outbox.stored(entry.key());
            accepted.add(entry.key());
            pump();
        });
    }

    /** kill -9: whatever is not on the disk is gone. */
    void crash() {
        life++;
        wakeAt = null;
        runs.clear();
        outbox = newOutbox();
        outbox.restore(disk.values().stream().map(Stored::entry).toList(), finished);
        pump();
    }

    void breakTransport(TransportId transport) {
        broken.add(transport);
        breaks.merge(transport, 1, Integer::sum);
        for (var key : List.copyOf(runs.keySet())) input(key, new Input.Lost(transport));
    }

    void repairTransport(TransportId transport) {
        if (!broken.remove(transport)) return;
        outbox.transportAvailable();
        pump();
    }

    void internet(boolean there) {
        internet = there;
        if (!there) return;
        outbox.transportAvailable();
        pump();
    }

    List<Finished> finished() {
        return finished;
    }

    int held() {
        return outbox.messages();
    }

    // --- its driver

    /** Gives up what has expired, and begins as many runs as it may. */
    void pump() {
        outbox.expire(now()).forEach(this::forget);
        while (runs.size() < MOST_RUNS) {
            var next = outbox.next(1, now());
            if (next.isEmpty()) break;
            var key = next.getFirst().key();
            runs.put(key, new Failover(disk.get(key).message(), SETTINGS));
            input(key, new Input.Started());
        }
        // without room, the end of a run is what it waits for
        if (runs.size() < MOST_RUNS) outbox.nextWake().ifPresent(this::wake);
    }

    private void wake(Instant at) {
        if (at.equals(wakeAt)) return;
        wakeAt = at;
        later(Math.max(0, Duration.between(now(), at).toMillis()), () -> {
            if (!at.equals(wakeAt)) return;
            wakeAt = null;
            pump();
        });
    }

    private void forget(Finished gone) {
        disk.remove(gone.key());
        finished.add(gone);
    }

    private void input(MessageKey key, Input input) {
        var run = runs.get(key);
        if (run == null) return;
        for (var effect : run.handle(input, surroundings(), now())) carryOut(key, effect);
    }

    private void carryOut(MessageKey key, Effect effect) {
        switch (effect) {
            case Effect.Send(int attempt, var by) -> send(key, attempt, by);
            case Effect.Wake(var at) ->
                later(Duration.between(now(), at).toMillis(), () -> input(key, new Input.Tick()));
            case Effect.Ended(var outcome) -> ended(key, outcome);
            case Effect.Abandon _, Effect.Traced _, Effect.Switched _ -> {}
            case Effect.ArrivedLate _ -> handedOver(key);
        }
    }

    private void ended(MessageKey key, Outcome outcome) {
        switch (outcome) {
            case Outcome.Sent _ -> handedOver(key);
            case Outcome.Queued(var reason) -> outbox.failed(key, reason, now());
            case Outcome.Failed(var reason) -> outbox.failed(key, reason, now());
            case Outcome.Refused(var reason) ->
                outbox.refused(key, reason, now()).ifPresent(this::forget);
            case Outcome.FannedOut _, Outcome.Cancelled _ -> throw new AssertionError(outcome);
        }
        runs.remove(key);
        later(0, this::pump);
    }

    private void handedOver(MessageKey key) {
        outbox.handedOver(key, new Holder.Receiver(), now()).ifPresent(this::forget);
    }

    // --- its transports

    private void send(MessageKey key, int attempt, Candidate by) {
        var message = disk.get(key).message();
        if (message.requiresPrivacy() && by.privacy() != PrivacyAchieved.ANONYMOUS) violations.add("exposed: " + key);
        if (broken.contains(by.transport())) violations.add("sent over a broken transport: " + key);
        int delay = 1 + random.nextInt(800);
        switch (random.nextInt(10)) {
            case 0 -> later(delay, () -> input(key, new Input.Failed(attempt, "refused")));
            case 1 -> {} // lost without a trace
            case 2 -> over(by.transport(), delay, () -> arriveInSilence(key));
            default -> over(by.transport(), delay, () -> arrive(key, attempt, by.transport()));
        }
    }

    private void arriveInSilence(MessageKey key) {
        outcomeUnknown(key);
        receivers.receive(key, now());
    }

    private void arrive(MessageKey key, int attempt, TransportId transport) {
        // until the acknowledgement is back, a crash or a loss leaves the sender in the dark
        arriveInSilence(key);
        over(transport, 1 + random.nextInt(200), () -> {
            unknownOutcomes.merge(key, -1, Integer::sum);
            input(key, new Input.Accepted(attempt));
        });
    }

    /** Something that happens unless the transport breaks before. */
    private void over(TransportId transport, long millis, Runnable action) {
        int then = breaks.getOrDefault(transport, 0);
        later(millis, () -> {
            if (breaks.getOrDefault(transport, 0) == then) action.run();
        });
    }

    private void outcomeUnknown(MessageKey key) {
        unknownOutcomes.merge(key, 1, Integer::sum);
    }

    private Surroundings surroundings() {
        var states = new ArrayList<TransportState>();
        for (var state : List.of(Sample.ble(), Sample.htx(), Sample.mesh())) {
            states.add(broken.contains(state.id()) ? Sample.notBuilt(state) : state);
        }
        return new Surroundings(states, internet, false, Set.of());
    }

    private Instant now() {
        return timeline.now();
    }

    /** Something that a crash before prevents. */
    private void later(long millis, Runnable action) {
        int then = life;
        timeline.in(millis, () -> {
            if (life == then) action.run();
        });
    }
}
