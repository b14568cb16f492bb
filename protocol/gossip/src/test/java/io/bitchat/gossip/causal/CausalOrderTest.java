package io.bitchat.gossip.causal;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.gossip.Envelope;
import io.bitchat.gossip.Header;
import io.bitchat.gossip.Message;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.CausalOrder.Offer;
import io.bitchat.gossip.wire.FrameCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CausalOrderTest {
    private static final Instant NOON = Instant.ofEpochSecond(1_700_000_000);
    private static final PeerId ANNE = new PeerId(1);
    private static final PeerId BEN = new PeerId(2);
    private static final PeerId CAROL = new PeerId(3);

    private final CausalOrder order = new CausalOrder(Past.empty(), 10_000);

    @Test
    void aMessageThatComesBeforeItsCauseWaitsForIt() {
        var question = message(ANNE, 1);
        var answer = message(BEN, 1, new Dot(ANNE, 1));

        assertThat(order.offer(answer)).isEqualTo(new Offer.Waiting());
        assertThat(order.waiting()).isOne();
        assertThat(order.offer(question)).isEqualTo(new Offer.Delivered(List.of(question, answer)));
        assertThat(order.waiting()).isZero();
    }

    @Test
    void aWriterSecondMessageWaitsForTheFirst() {
        assertThat(order.offer(message(ANNE, 2))).isEqualTo(new Offer.Waiting());
    }

    @Test
    void aMessageThatWaitsChangesNothingTheReceiverSays() {
        order.offer(message(ANNE, 2));

        var header = order.write(BEN, NOON);

        assertThat(header.causes()).isEmpty();
        assertThat(order.clock().get(ANNE)).isZero();
    }

    @Test
    void writingAddsOneToTheWritersEntryAndNamesTheFrontier() {
        order.offer(message(ANNE, 1));

        var header = order.write(BEN, NOON);

        assertThat(header.sequence()).isOne();
        assertThat(header.causes()).containsExactly(new Dot(ANNE, 1));
        assertThat(order.write(BEN, NOON).causes()).isEmpty();
    }

    @Property(tries = 300)
    void everyPermutationIsDeliveredCompletelyAndNeverBeforeACause(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int writers,
            @ForAll @IntRange(min = 1, max = 60) int messages) {
        var history = History.of(seed, writers, messages);
        var arrivals = shuffled(history.messages, seed);
        var delivered = new ArrayList<Message>();
        var order = order();

        for (var message : arrivals) delivered.addAll(deliveredBy(order, message));

        assertThat(delivered).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(history.messages);
        assertThat(order.waiting()).isZero();
        for (int i = 0; i < delivered.size(); i++)
            for (int later = i + 1; later < delivered.size(); later++)
                assertThat(history.happensBefore(
                                delivered.get(later).header(), delivered.get(i).header()))
                        .isFalse();
    }

    @Property(tries = 300)
    void directCausesDeliverWhatFullVectorClocksWould(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int writers,
            @ForAll @IntRange(min = 1, max = 60) int messages) {
        var history = History.of(seed, writers, messages);
        var order = order();
        var reference = new FullClocks(history);

        for (var message : shuffled(history.messages, seed)) {
            order.offer(message);
            reference.offer(message);
            assertThat(order.clock()).isEqualTo(reference.clock);
            assertThat(order.waiting()).isEqualTo(reference.waiting.size());
        }
    }

    @Property(tries = 100)
    void duplicatesAreKnownWhetherDeliveredOrWaiting(@ForAll long seed) {
        var history = History.of(seed, 4, 20);
        var order = order();

        for (var message : shuffled(history.messages, seed)) {
            order.offer(message);
            assertThat(order.offer(message)).isEqualTo(new Offer.Known());
        }
    }

    @Property(tries = 100)
    void goesOnFromItsPastAsIfItHadNeverStopped(@ForAll long seed, @ForAll @IntRange(max = 40) int until) {
        var history = History.of(seed, 6, 40);
        var unbroken = order();
        history.messages.forEach(unbroken::offer);
        var first = order();
        history.messages.subList(0, until).forEach(first::offer);

        var second = new CausalOrder(first.past(), 10_000);
        history.messages.subList(until, 40).forEach(second::offer);

        assertThat(second.clock()).isEqualTo(unbroken.clock());
        assertThat(second.past().frontier())
                .containsExactlyInAnyOrderElementsOf(unbroken.past().frontier());
        assertThat(second.past().latest()).isEqualTo(unbroken.past().latest());
    }

    @Test
    void tenThousandWritersInATurnLeaveOneCause() {
        var last = message(new PeerId(1), 1);
        order.offer(last);
        for (long writer = 2; writer <= 10_000; writer++) {
            last = message(new PeerId(writer), 1, last.header().dot());
            order.offer(last);
        }

        assertThat(order.clock().size()).isEqualTo(10_000);
        assertThat(order.write(new PeerId(10_001), NOON).causes())
                .containsExactly(last.header().dot());
    }

    @Test
    void tenThousandWritersAtOnceAreGatheredAndNoneIsLost() {
        for (long writer = 1; writer <= 10_000; writer++) order.offer(message(new PeerId(writer), 1));
        var named = new HashSet<Dot>();
        var self = new PeerId(0);

        int gathering = 0;
        for (; order.isWide(); gathering++) named.addAll(order.write(self, NOON).causes());
        var header = order.write(self, NOON);
        named.addAll(header.causes());

        assertThat(header.causes()).hasSizeLessThanOrEqualTo(Header.MAX_CAUSES);
        assertThat(gathering).isEqualTo(39);
        assertThat(named).hasSize(10_000);
        assertThat(order.write(self, NOON).causes()).isEmpty();
    }

    @Test
    void aMessageBehindGatheringOnesWaitsForEverythingGathered() {
        for (long writer = 1; writer <= 600; writer++) order.offer(message(new PeerId(writer), 1));
        var self = new PeerId(0);
        var gathering = new ArrayList<Message>();
        while (order.isWide()) gathering.add(History.message(order.write(self, NOON)));
        gathering.add(History.message(order.write(self, NOON)));
        var reader = order();
        gathering.forEach(reader::offer);

        for (long writer = 1; writer < 600; writer++) reader.offer(message(new PeerId(writer), 1));

        assertThat(reader.clock().contains(gathering.getLast().header().dot())).isFalse();
        reader.offer(message(new PeerId(600), 1));
        assertThat(reader.clock().contains(gathering.getLast().header().dot())).isTrue();
    }

    @Test
    void aMessageThatNamesACauseBeforeItIsWrittenWaitsUntilItIs() {
        var early = message(ANNE, 1, new Dot(BEN, 1));
        order.offer(early);

        var header = order.write(BEN, NOON);

        assertThat(order.releasedBy(header.dot())).containsExactly(early);
        assertThat(order.waiting()).isZero();
    }

    @Test
    void whatIsLackingChangesWithWhatComes() {
        var order = order();
        order.offer(message(BEN, 1, new Dot(ANNE, 1), new Dot(CAROL, 1)));

        assertThat(order.lacking(new Dot(BEN, 1))).contains(new Dot(ANNE, 1));
        order.offer(message(ANNE, 1));
        assertThat(order.lacking(new Dot(BEN, 1))).contains(new Dot(CAROL, 1));
        order.offer(message(CAROL, 1));
        assertThat(order.lacking(new Dot(BEN, 1))).isEmpty();
    }

    @Test
    void whatIsLackingIsAtTheEndOfTheChain() {
        var order = order();
        for (int sequence = 2; sequence <= 50; sequence++) order.offer(message(ANNE, sequence));

        assertThat(order.lacking(new Dot(ANNE, 50))).contains(new Dot(ANNE, 1));
    }

    @Test
    void causesThatLeadInACircleLackNothing() {
        var order = order();
        order.offer(message(ANNE, 1, new Dot(BEN, 1)));
        order.offer(message(BEN, 1, new Dot(ANNE, 1)));

        assertThat(order.lacking(new Dot(ANNE, 1))).isEmpty();
    }

    @Test
    void whatIsDeliveredOrUnknownLacksNothing() {
        var order = order();
        order.offer(message(ANNE, 1));

        assertThat(order.lacking(new Dot(ANNE, 1))).isEmpty();
        assertThat(order.lacking(new Dot(BEN, 7))).isEmpty();
    }

    @Test
    void whatWaitsIsLimitedInBytesToo() {
        var order = order();
        int taken = 0;
        for (int writer = 1; writer <= 2 * CausalOrder.SHARE_OF_A_WRITER; writer++)
            taken += takenOf(order, new PeerId(writer));

        assertThat(taken).isEqualTo((int) (CausalOrder.MAX_WAITING_BYTES / FrameCodec.MAX_ENVELOPE_BYTES));
    }

    @Test
    void oneWriterFillsAnEighthOfTheRoom() {
        var order = order();

        int taken = takenOf(order, ANNE);

        assertThat(taken).isBetween(1, (int) (CausalOrder.MAX_WAITING_BYTES / 8 / FrameCodec.MAX_ENVELOPE_BYTES));
        assertThat(takenOf(order, BEN)).isEqualTo(taken);
        assertThat(order.offer(large(ANNE, 1))).isInstanceOf(Offer.Delivered.class);
        assertThat(takenOf(order, ANNE, taken + 3)).isEqualTo(taken);
    }

    @Test
    void oneWriterIsAnEighthOfThoseThatWait() {
        var room = new CausalOrder(Past.empty(), 16);
        room.offer(message(ANNE, 2));
        room.offer(message(ANNE, 3));

        assertThat(room.offer(message(ANNE, 4))).isEqualTo(new Offer.Full());
        assertThat(room.offer(message(BEN, 2))).isEqualTo(new Offer.Waiting());
    }

    private static int takenOf(CausalOrder order, PeerId writer) {
        return takenOf(order, writer, 2);
    }

    private static int takenOf(CausalOrder order, PeerId writer, int from) {
        int taken = 0;
        while (order.offer(large(writer, from + taken)) instanceof Offer.Waiting) taken++;
        return taken;
    }

    @Test
    void aFullWaitingRoomRefusesAndRecovers() {
        var small = new CausalOrder(Past.empty(), 16);
        small.offer(message(ANNE, 2));
        small.offer(message(ANNE, 3));

        assertThat(small.offer(message(ANNE, 4))).isEqualTo(new Offer.Full());

        small.offer(message(ANNE, 1));
        assertThat(small.offer(message(ANNE, 4))).isInstanceOf(Offer.Delivered.class);
    }

    @Test
    void aFullWaitingRoomStillTakesWhatNeedsNotWait() {
        var small = new CausalOrder(Past.empty(), 1);
        small.offer(message(ANNE, 2));

        assertThat(small.offer(message(BEN, 1))).isInstanceOf(Offer.Delivered.class);
    }

    private static CausalOrder order() {
        return new CausalOrder(Past.empty(), 10_000);
    }

    private static List<Message> deliveredBy(CausalOrder order, Message message) {
        return order.offer(message) instanceof Offer.Delivered(var messages) ? messages : List.of();
    }

    private static List<Message> shuffled(List<Message> messages, long seed) {
        var all = new ArrayList<>(messages);
        Collections.shuffle(all, new Random(seed));
        return all;
    }

    private static Message message(PeerId writer, long sequence, Dot... causes) {
        return History.message(new Header(writer, sequence, HybridTime.at(NOON), List.of(causes)));
    }

    private static Message large(PeerId writer, long sequence) {
        var header = new Header(writer, sequence, HybridTime.at(NOON), List.of());
        return new Message(Envelope.of(new byte[FrameCodec.MAX_ENVELOPE_BYTES]), header, new byte[0]);
    }

    /**
     * Reference with full vector clocks (Birman, Schiper and Stephenson 1991): delivers a message when everything else
     * in its clock is delivered.
     */
    private static final class FullClocks {
        private final History history;
        private final VectorClock clock = new VectorClock();
        private final Set<Message> waiting = new HashSet<>();

        FullClocks(History history) {
            this.history = history;
        }

        void offer(Message message) {
            waiting.add(message);
            while (true) {
                var ready = waiting.stream().filter(this::isReady).findAny();
                if (ready.isEmpty()) return;
                waiting.remove(ready.get());
                clock.update(history.clocks.get(ready.get().header().dot()));
            }
        }

        private boolean isReady(Message message) {
            var dot = message.header().dot();
            return history.clocks.get(dot).entries().entrySet().stream()
                    .allMatch(entry -> clock.get(entry.getKey())
                            >= (entry.getKey().equals(dot.writer()) ? dot.sequence() - 1 : entry.getValue()));
        }
    }
}
