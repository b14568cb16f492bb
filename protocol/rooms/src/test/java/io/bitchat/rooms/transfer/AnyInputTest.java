package io.bitchat.rooms.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.rooms.Offer;
import io.bitchat.rooms.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Peers that do anything at any time: no exception, and what must always hold does. */
class AnyInputTest {
    private static final int CHUNKS = 6;
    private static final List<String> PEERS = List.of(Desk.ALICE, Desk.BOB, Desk.CAROL, Desk.DAVE, "stranger");
    private static final long[] NUMBERS = {
        -1, 0, 1, 2, 3, 4, 5, 6, 7, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE
    };

    @Property(tries = 1000)
    void nothingBreaksIt(@ForAll long seed) {
        var run = new Run(new Random(seed));
        for (int i = 0; i < 300; i++) run.step();
    }

    private static final class Run {
        private final Random random;
        private Transfer transfer;
        private Instant now = Desk.BEGIN;
        private final BitSet storing = new BitSet();
        private final BitSet stored = new BitSet();
        private final Map<String, Long> credits = new HashMap<>();
        private final ArrayDeque<Input.Collected> collected = new ArrayDeque<>();
        private boolean restarted;
        private final Map<String, Integer> sent = new HashMap<>();
        private @Nullable Instant reportedAt;
        private int ends;
        private boolean over;

        Run(Random random) {
            this.random = random;
            Offer offer = Desk.offer(random.nextBoolean() ? Desk.BOB : null, CHUNKS * 65_536L, random.nextBoolean());
            transfer = Transfer.offered(offer, Desk.ROOM, Desk.SETTINGS, now);
            give(new Input.Started(Desk.ROOM));
        }

        void step() {
            if (random.nextInt(150) == 0 && !over) restart();
            // mostly milliseconds, now and then minutes
            now = now.plusMillis(random.nextInt(200) == 0 ? random.nextInt(3_600_000) : random.nextInt(400));
            give(input());
        }

        private void restart() {
            transfer = Transfer.restored(transfer.snapshot(), Desk.SETTINGS);
            restarted = true;
            storing.clear();
            credits.clear();
            collected.clear();
            reportedAt = null;
            give(new Input.Started(Desk.ROOM));
        }

        private Input input() {
            var peer = PEERS.get(random.nextInt(PEERS.size()));
            return switch (random.nextInt(20)) {
                case 0 -> random.nextInt(3) == 0 ? new Input.Reject(peer, "no") : new Input.Tick();
                case 1, 2, 3 -> new Input.Accept(peer, random.nextBoolean(), Input.Way.values()[random.nextInt(2)]);
                case 4 -> random.nextInt(3) == 0 ? new Input.Pause(peer) : new Input.Resume(peer);
                case 5, 6 -> new Input.Resume(peer);
                case 7 -> random.nextInt(30) == 0 ? new Input.Cancel(peer, "") : new Input.Tick();
                case 8 -> collect(peer);
                case 9 -> new Input.Retransmit(peer, number());
                case 10 -> random.nextInt(3) == 0 ? new Input.Connected(peer) : honest(peer);
                case 11 -> random.nextInt(5) == 0 ? new Input.Lost(peer) : back(peer);
                case 12 -> random.nextInt(30) == 0 ? new Input.Removed(peer) : new Input.Joined(peer);
                case 13, 14 ->
                    random.nextInt(20) == 0
                            ? new Input.Dropped(Math.max(0, storing.nextSetBit(0)))
                            : new Input.Stored(Math.max(0, storing.nextSetBit(0)));
                case 15 -> new Input.Credit(peer, number(), number());
                case 16 -> honest(peer);
                default ->
                    new Input.Chunk(
                            random.nextInt(4) == 0 ? peer : Desk.ALICE,
                            number(),
                            random.nextInt(9) == 0 ? number() : 65_536,
                            random.nextInt(40) > 0,
                            Input.Way.values()[random.nextInt(2)]);
            };
        }

        private Input back(String peer) {
            return random.nextBoolean() ? new Input.Connected(peer) : new Input.TookOver(peer);
        }

        private Input collect(String peer) {
            if (random.nextInt(3) == 0) return new Input.Complete(peer);
            return random.nextBoolean()
                    ? new Input.Collect(peer, number())
                    : collected.isEmpty() ? new Input.Tick() : collected.removeFirst();
        }

        private long number() {
            return NUMBERS[random.nextInt(9) == 0 ? random.nextInt(NUMBERS.length) : 1 + random.nextInt(CHUNKS)];
        }

        /** Credits as a receiver gives them that wants the file. */
        private Input honest(String peer) {
            return new Input.Credit(peer, random.nextInt(3), sent.getOrDefault(peer, 0));
        }

        private void give(Input input) {
            if (input instanceof Input.Stored(int index)) {
                if (!storing.get(index)) return;
                storing.clear(index);
                stored.set(index);
            }
            if (input instanceof Input.Dropped(int index)) storing.clear(index);
            var result = transfer.handle(input, now);
            if (over) assertThat(result.effects()).isEmpty();
            count(input, result.refusal());
            result.effects().forEach(this::check);
            assertThat(transfer.state().isOver()).isEqualTo(over);
            if (!over) assertThat(transfer.progress().chunksSent()).isEqualTo(stored.cardinality());
        }

        private void count(Input input, Optional<Refusal> refusal) {
            switch (input) {
                case Input.Credit(var peer, long more, var _)
                when refusal.isEmpty() -> credits.merge(peer, more, Long::sum);
                case Input.Collect(var peer, long index)
                when refusal.isEmpty() -> collected.add(new Input.Collected(peer, (int) index));
                case Input.Connected(var peer) -> credits.remove(peer);
                case Input.TookOver(var peer) -> credits.remove(peer);
                case Input.Lost(var peer) -> credits.remove(peer);
                default -> {}
            }
        }

        private void check(Effect effect) {
            assertThat(over).as("%s after the end", effect).isFalse();
            switch (effect) {
                case Effect.StoreChunk(int index) -> {
                    assertThat(stored.get(index) || storing.get(index))
                            .as("stored twice")
                            .isFalse();
                    storing.set(index);
                }
                case Effect.SendChunk(var to, int index) -> {
                    assertThat(stored.get(index)).as("chunk %s is there", index).isTrue();
                    sent.put(to, index + 1);
                    assertThat(credits.merge(to, -1L, Long::sum))
                            .as("credits of %s", to)
                            .isGreaterThanOrEqualTo(0);
                }
                case Effect.Publish(Fact.Progressed(var progress)) -> check(progress);
                case Effect.Publish(Fact.Completed _), Effect.Publish(Fact.Failed _) -> ends++;
                case Effect.Publish(Fact.Cancelled _), Effect.Publish(Fact.Expired _) -> ends++;
                case Effect.EndSpool _ -> {
                    over = true;
                    assertThat(ends).isEqualTo(1);
                }
                default -> {}
            }
        }

        private void check(Progress progress) {
            boolean soon = reportedAt != null && progress.at().isBefore(reportedAt.plus(Duration.ofSeconds(1)));
            assertThat(soon && !progress.state().isOver())
                    .as("reports twice a second")
                    .isFalse();
            // after a restart nobody knows what was sent before, so a receiver may claim all of it
            assertThat(progress.chunksReceived()).isBetween(0, restarted ? CHUNKS : progress.chunksSent());
            reportedAt = progress.at();
        }
    }
}
