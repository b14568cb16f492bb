package io.bitchat.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.causal.HybridTime;
import io.bitchat.gossip.network.Network;
import io.bitchat.gossip.network.Network.Sent;
import io.bitchat.gossip.network.Site;
import io.bitchat.gossip.wire.Frame;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Effects of members that break the rules, and their bounds. */
class HostileMembersTest {
    private static final GossipParameters DEFAULTS = GossipParameters.defaults();
    private static final byte[] WORDS = {'w'};

    private final Network net = new Network(1, 12, DEFAULTS).startAll().run(Duration.ofSeconds(12));

    @Test
    void ofTwoMessagesWithOneEntryTheFirstStays() {
        var one = sealed(3, 1, net.now());
        var other = sealed(3, 1, net.now());

        net.inject(net.site(3).id(), 0, new Frame.Reply(1, one));
        net.inject(net.site(3).id(), 0, new Frame.Reply(1, other));

        assertThat(net.site(0).delivered()).extracting(Message::envelope).containsExactly(one);
        assertThat(net.site(0).counted(Count.DROPPED_EQUIVOCATION)).isOne();
    }

    @Test
    void twoMessagesWithOneEntryDoNotStopTheOthers() {
        net.inject(net.site(3).id(), 0, new Frame.Reply(1, sealed(3, 1, net.now())));
        net.inject(net.site(3).id(), 9, new Frame.Reply(1, sealed(3, 1, net.now())));
        net.run(Duration.ofSeconds(1));

        net.publish(0, "from one side");
        net.publish(9, "from the other");
        net.run(Duration.ofSeconds(10));

        assertThat(others(3)).allSatisfy(site -> assertThat(site.texts())
                .contains("from one side", "from the other")
                .hasSize(3));
        assertThat(net.sites().stream()
                        .mapToLong(site -> site.counted(Count.DROPPED_EQUIVOCATION))
                        .sum())
                .isPositive();
    }

    @Test
    void whoNamesACauseBeforeItIsWrittenIsHeardAfterIt() {
        var early = new Header(
                net.site(3).id(),
                1,
                HybridTime.at(net.now()),
                List.of(new Dot(net.site(0).id(), 1)));
        net.inject(
                net.site(3).id(), 0, new Frame.Reply(1, net.circle().sealOf(3).seal(early, WORDS)));

        net.publish(0, "what the other knew");

        assertThat(net.site(0).texts()).containsExactly("what the other knew", "w");
    }

    @Test
    void aTimeStampFarInTheFutureIsRefused() {
        var future = net.now().plus(ClockSkew.MAX).plusMillis(1);

        net.inject(net.site(3).id(), 0, new Frame.Reply(1, sealed(3, 1, future)));

        assertThat(net.site(0).delivered()).isEmpty();
        assertThat(net.site(0).counted(Count.DROPPED_CLOCK_SKEW)).isOne();
    }

    @Test
    void aTimeStampALittleInTheFutureIsTaken() {
        var soon = net.now().plus(ClockSkew.USUAL_LIMIT);

        net.inject(net.site(3).id(), 0, new Frame.Reply(1, sealed(3, 1, soon)));

        assertThat(net.site(0).delivered()).hasSize(1);
        assertThat(net.site(0).counted(Count.CLOCK_SKEW)).isZero();
    }

    /** A clock that is wrong keeps nobody from speaking; what follows it is later, so that causes come first. */
    @Test
    void aTimeStampOfAWrongClockIsTakenAndCounted() {
        var ahead = net.now().plus(ClockSkew.MAX);
        net.inject(net.site(3).id(), 0, new Frame.Reply(1, sealed(3, 1, ahead)));

        net.publish(0, "after it");

        assertThat(net.site(0).counted(Count.CLOCK_SKEW)).isOne();
        var messages = net.site(0).delivered();
        assertThat(messages).hasSize(2);
        assertThat(messages.getLast().header().time())
                .isGreaterThan(messages.getFirst().header().time());
    }

    @Test
    void messagesWithoutCausesThatExistFillTheWaitingRoomOnly() {
        var small = new GossipParameters(
                3, Duration.ofMillis(100), Duration.ofSeconds(5), 100, 8, 1, 60, Duration.ofSeconds(3), 100, 50, true);
        var crowd = new Network(2, 12, small).startAll().run(Duration.ofSeconds(12));
        for (int i = 2; i <= 200; i++)
            crowd.inject(
                    crowd.site(3).id(),
                    0,
                    new Frame.Reply(
                            1,
                            crowd.circle()
                                    .sealOf(3)
                                    .seal(
                                            new Header(
                                                    crowd.site(3).id(), 2L * i, HybridTime.at(crowd.now()), List.of()),
                                            WORDS)));
        crowd.publish(5, "heard all the same");
        crowd.run(Duration.ofSeconds(1));

        assertThat(crowd.node(0).causal().waiting()).isEqualTo(7);
        assertThat(crowd.site(0).counted(Count.DROPPED_WAITING_FULL)).isPositive();
        assertThat(crowd.site(0).texts()).containsExactly("heard all the same");
    }

    @Test
    void largeMessagesWithoutCausesThatExistDoNotFillTheMemory() {
        var large = new byte[Message.MAX_PAYLOAD_BYTES];
        for (int i = 2; i <= 80; i++) {
            var header = new Header(net.site(3).id(), i, HybridTime.at(net.now()), List.of());
            net.inject(
                    net.site(3).id(),
                    0,
                    new Frame.Reply(1, net.circle().sealOf(3).seal(header, large)));
        }

        assertThat(net.node(0).causal().waiting()).isBetween(4, 6);
        assertThat(net.site(0).counted(Count.DROPPED_WAITING_FULL)).isPositive();
    }

    /** Each waiting message makes nodes ask its sender for causes; that load must not delay other messages. */
    @Test
    void messagesThatWaitForeverMakeFewQuestions() {
        net.record();
        for (int i = 1; i <= 500; i++) {
            var header = new Header(net.site(3).id(), 1_000 + 2L * i, HybridTime.at(net.now()), List.of());
            net.inject(
                    net.site(3).id(),
                    0,
                    new Frame.Push(1, net.circle().sealOf(3).seal(header, WORDS)));
            net.run(Duration.ofMillis(10));
        }
        net.run(Duration.ofSeconds(5));

        var questions = net.sent().stream()
                .filter(sent -> sent.frame() instanceof Frame.Fetch)
                .collect(Collectors.groupingBy(Sent::from, Collectors.counting()));
        assertThat(questions).isNotEmpty();
        assertThat(questions.values()).allSatisfy(asked -> assertThat(asked).isLessThan(130));
    }

    @Test
    void messagesThatWaitForeverDoNotTravelFar() {
        for (int i = 1; i <= 200; i++) push(3, 0, 1_000 + 2L * i);
        net.run(Duration.ofSeconds(20));

        assertThat(net.node(0).causal().waiting()).isEqualTo(200);
        for (int other = 1; other < net.sites().size(); other++)
            assertThat(net.node(other).causal().waiting()).isLessThanOrEqualTo(32);
    }

    @Test
    void whatWaitedTooLongToBePassedOnGoesOnOnceItIsDelivered() {
        for (int sequence = 2; sequence <= 100; sequence++) push(3, 0, sequence);
        net.run(Duration.ofMillis(200));
        push(3, 0, 1);
        net.run(Duration.ofSeconds(1));

        assertThat(net.sites()).allSatisfy(site -> assertThat(site.texts()).hasSize(100));
    }

    private void push(int writer, int at, long sequence) {
        var header = new Header(net.site(writer).id(), sequence, HybridTime.at(net.now()), List.of());
        net.inject(
                net.site(writer).id(),
                at,
                new Frame.Push(1, net.circle().sealOf(writer).seal(header, WORDS)));
    }

    // --- own messages

    @Test
    void aPayloadThatNobodyWouldTakeIsNotPublished() {
        assertThatThrownBy(() ->
                        net.node(0).handle(new Input.Published(new byte[Message.MAX_PAYLOAD_BYTES + 1]), net.now()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(net.node(0).causal().clock().size()).isZero();
    }

    @Test
    void theLargestPayloadIsTakenByAll() {
        net.publish(0, "x".repeat(Message.MAX_PAYLOAD_BYTES));
        net.run(Duration.ofSeconds(1));

        assertThat(net.sites()).allSatisfy(site -> assertThat(site.texts()).hasSize(1));
    }

    @Test
    void aRelayHasNothingToSay() {
        var relay = GossipNode.relay(new Contact(new PeerId(1), ""), DEFAULTS, new Random(1));

        assertThatThrownBy(() -> relay.handle(new Input.Published(WORDS), net.now()))
                .isInstanceOf(IllegalStateException.class);
    }

    private Envelope sealed(int writer, long sequence, java.time.Instant wall) {
        var header = new Header(net.site(writer).id(), sequence, HybridTime.at(wall), List.of());
        return net.circle().sealOf(writer).seal(header, WORDS);
    }

    private List<Site> others(int index) {
        return IntStream.range(0, 12)
                .filter(i -> i != index)
                .mapToObj(net::site)
                .toList();
    }
}
