package io.bitchat.transport.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Priority;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random deposits, and batches over a transport that keeps order, breaks in the middle and loses acknowledgements. */
class OutboxPropertyTest {
    private static final OutboxLimits LIMITS = new OutboxLimits(30, 30_000, 12, 12_000, 10_000, Duration.ofDays(1));

    @Property(tries = 300)
    void batchesKeepTheOrderAndLoseNothing(@ForAll long seed) {
        var play = new Play(seed).run(400).drain();

        assertThat(play.arrived).containsExactlyInAnyOrderElementsOf(play.stored);
        var byLane = new HashMap<Lane.Route, List<Long>>();
        play.arrived.forEach(key -> byLane.computeIfAbsent(Lane.Route.of(play.entries.get(key)), _ -> new ArrayList<>())
                .add(play.entries.get(key).sequence()));
        assertThat(byLane.values())
                .allSatisfy(sequences -> assertThat(sequences).isSorted());
    }

    @Property(tries = 300)
    void noLimitIsExceededAndNothingIsLeftBehind(@ForAll long seed) {
        var play = new Play(seed).run(400);
        assertThat(play.most).isLessThanOrEqualTo(LIMITS.messages());
        assertThat(play.mostBytes).isLessThanOrEqualTo(LIMITS.bytes());

        play.drain();

        assertThat(play.outbox.messages()).isZero();
        assertThat(play.outbox.bytes()).isZero();
        assertThat(play.outbox.lanes()).isZero();
        assertThat(play.outbox.depositors()).isZero();
        assertThat(play.outbox.nextWake()).isEmpty();
    }

    private static final class Play {
        final Outbox outbox;
        final Random random;
        final Map<MessageKey, Entry> entries = new HashMap<>();
        final List<MessageKey> storing = new ArrayList<>();
        final Set<MessageKey> stored = new LinkedHashSet<>();
        final Set<MessageKey> arrived = new LinkedHashSet<>();
        final List<MessageKey> lateAcknowledgements = new ArrayList<>();
        int most;
        long mostBytes;

        Play(long seed) {
            random = new Random(seed);
            outbox = new Outbox(LIMITS, RetryPause.defaults(), new Random(seed));
        }

        Play run(int steps) {
            for (int i = 0; i < steps; i++) {
                switch (random.nextInt(6)) {
                    case 0, 1 -> admit(i);
                    case 2 -> finishStoring();
                    case 3 -> acknowledgeLate();
                    case 4 -> outbox.receiverSeen("peer" + random.nextInt(3));
                    default -> sendBatch(1 + random.nextInt(5), true);
                }
                most = Math.max(most, outbox.messages());
                mostBytes = Math.max(mostBytes, outbox.bytes());
            }
            return this;
        }

        Play drain() {
            while (!storing.isEmpty()) finishStoring();
            outbox.transportAvailable();
            while (sendBatch(5, false)) most = Math.max(most, outbox.messages());
            return this;
        }

        private void admit(int number) {
            var key = new MessageKey("sender" + random.nextInt(4), "m" + number, "peer" + random.nextInt(3));
            var message = Message.of(key, Sample.payload(random.nextInt(2_000)), Sample.NOON)
                    .withPriority(Priority.values()[random.nextInt(3)]);
            if (random.nextBoolean()) message = Sample.requiringPrivacy(message);
            if (outbox.admit(message, message.sender(), Sample.NOON) instanceof Admission.Store(var entry)) {
                entries.put(key, entry);
                storing.add(key);
            }
        }

        /** Disks may finish in any order. */
        private void finishStoring() {
            if (storing.isEmpty()) return;
            var key = storing.remove(random.nextInt(storing.size()));
            if (random.nextInt(10) == 0) {
                outbox.notStored(key);
                return;
            }
            outbox.stored(key);
            stored.add(key);
        }

        private boolean sendBatch(int max, boolean faulty) {
            var batch = outbox.next(max, Sample.NOON);
            int breaksAt = faulty ? random.nextInt(batch.size() + 2) : batch.size();
            int acknowledged = faulty ? random.nextInt(breaksAt + 1) : batch.size();
            for (int i = 0; i < batch.size(); i++) {
                var key = batch.get(i).key();
                if (i < breaksAt) arrived.add(key);
                if (i < acknowledged) outbox.handedOver(key, new Holder.Receiver(), Sample.NOON);
                else if (i < breaksAt) lateAcknowledgements.add(key);
            }
            if (acknowledged < batch.size()) {
                outbox.failed(batch.get(acknowledged).key(), ReasonCode.TRANSPORT_LOST, Sample.NOON);
            }
            return !batch.isEmpty();
        }

        private void acknowledgeLate() {
            if (lateAcknowledgements.isEmpty()) return;
            var key = lateAcknowledgements.remove(random.nextInt(lateAcknowledgements.size()));
            outbox.handedOver(key, new Holder.Receiver(), Sample.NOON);
        }
    }
}
