package io.bitchat.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.gossip.network.Network;
import io.bitchat.gossip.network.Network.Sent;
import io.bitchat.gossip.wire.Frame;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepairTest {
    private static final Duration SETTLING = Duration.ofSeconds(12);
    private static final GossipParameters DEFAULTS = GossipParameters.defaults();
    private static final Duration TWO_PERIODS = DEFAULTS.antiEntropyInterval().multipliedBy(2);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void withoutAnyPushAntiEntropyBringsEverything(long seed) {
        var net = new Network(seed, 20, DEFAULTS).startAll().run(SETTLING);
        net.allow(sent -> !(sent.frame() instanceof Frame.Push)
                && !(sent.frame() instanceof Frame.Announce)
                && !(sent.frame() instanceof Frame.Pull));

        for (int i = 0; i < 20; i++) net.publish(i, "message " + i);
        net.run(Duration.ofSeconds(40));

        assertThat(net.sites())
                .allSatisfy(site -> assertThat(site.texts()).hasSize(20).doesNotHaveDuplicates());
        assertThat(net.isLevel()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void aThirdOfAllFramesLostLosesNoMessage(long seed) {
        var net = new Network(seed, 20, DEFAULTS).startAll().run(SETTLING);
        var dice = new Random(seed);
        net.allow(_ -> dice.nextInt(10) >= 3);

        for (int i = 0; i < 40; i++) {
            net.publish(i % 20, "message " + i);
            net.run(Duration.ofMillis(50));
        }
        net.run(Duration.ofSeconds(30));

        assertThat(net.sites())
                .allSatisfy(site -> assertThat(site.texts()).hasSize(40).doesNotHaveDuplicates());
    }

    /** If two causes are lost, the second is fetched too, long before clocks are compared. */
    @Test
    void everyMissingCauseIsFetchedFromWhoeverKnewIt() {
        var quiet = DEFAULTS.withAntiEntropyInterval(Duration.ofHours(1));
        var net = new Network(12, 6, quiet).startAll().run(SETTLING);
        var away = net.site(5).id();
        net.allow(sent -> !sent.to().equals(away));
        net.publish(1, "one cause");
        net.publish(2, "another cause");
        net.run(Duration.ofMillis(500));
        net.allow(sent -> !(sent.to().equals(away) && sent.frame() instanceof Frame.Announce));

        net.publish(3, "the effect");
        net.run(Duration.ofSeconds(2));

        assertThat(net.site(5).texts()).hasSize(3).endsWith("the effect");
    }

    /** Nobody pushes to a child while its graft is on its way or lost. */
    @Test
    void aNewChildHearsWhatPassedMeanwhile() {
        var net = new Network(15, 20, DEFAULTS).startAll().run(SETTLING);
        for (int i = 0; i < 20; i++) net.publish(i, "message " + i);
        net.run(Duration.ofSeconds(1));
        var parent = net.node(3);
        var child = parent.active().all().stream()
                .filter(neighbour -> !neighbour.isInTree())
                .findFirst()
                .orElseThrow();
        net.record();

        net.inject(child.id(), 3, new Frame.Graft());
        net.inject(child.id(), 3, new Frame.Graft());

        var newest = net.site(3).delivered().reversed().stream()
                .limit(16)
                .map(message -> message.envelope().id().brief())
                .toList();
        assertThat(net.sent()).extracting(Sent::frame).hasSize(2).endsWith(new Frame.Announce(newest));
    }

    @Test
    void whatALostQuestionAskedForComesAllTheSame() {
        var net = new Network(16, 2, DEFAULTS).startAll().run(SETTLING);
        var lost = new AtomicInteger();
        net.allow(sent -> !(sent.frame() instanceof Frame.Push)
                && !(sent.frame() instanceof Frame.Pull && lost.getAndIncrement() == 0));

        net.publish(0, "asked for twice");
        // at most: id sent after 1 ms, 10 ms of delay; pull after 1 ms, repeated 2 ms later, 10 ms there and 10 ms back
        net.run(Duration.ofMillis(34));

        assertThat(lost).hasValue(2);
        assertThat(net.site(1).texts()).containsExactly("asked for twice");
    }

    @Test
    void equalClocksNeedNoAnswer() {
        var net = new Network(8, 10, DEFAULTS).startAll().run(SETTLING);
        net.publish(2, "known to all");
        net.run(TWO_PERIODS);

        net.record();
        net.run(TWO_PERIODS);

        assertThat(net.sent())
                .extracting(Sent::frame)
                .filteredOn(Frame.Digest.class::isInstance)
                .hasSizeGreaterThan(10)
                .noneMatch(frame -> frame instanceof Frame.Digest digest && digest.answer());
    }

    @Test
    void whoWasAwayFor20MessagesHasThemAll() {
        var net = new Network(7, 10, DEFAULTS).startAll().run(SETTLING);
        net.publish(4, "before");
        net.run(Duration.ofSeconds(1));
        net.kill(4);

        for (int i = 0; i < 20; i++) {
            net.publish(i % 4, "message " + i);
            net.run(Duration.ofMillis(100));
        }
        net.start(4, net.contacts(1, 2));
        net.run(TWO_PERIODS);

        assertThat(net.site(4).texts()).hasSize(21).doesNotHaveDuplicates();
        net.publish(4, "back again");
        net.run(Duration.ofSeconds(1));
        assertThat(net.site(0).texts()).endsWith("back again");
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 9, 10})
    void twoHalvesThatWereCutAreLevelAgainWithinTwoPeriods(long seed) {
        var net = new Network(seed, 20, DEFAULTS).startAll().run(SETTLING);
        var left = new HashSet<PeerId>();
        for (int i = 0; i < 20; i += 2) left.add(net.site(i).id());
        net.allow(sent -> left.contains(sent.from()) == left.contains(sent.to()));

        for (int i = 0; i < 60; i++) {
            net.publish(i % 20, "message " + i);
            net.run(Duration.ofMillis(500));
        }
        assertThat(net.isLevel()).isFalse();
        net.allow(_ -> true);
        net.run(TWO_PERIODS);

        assertThat(net.isLevel()).isTrue();
        assertThat(net.sites())
                .allSatisfy(site -> assertThat(site.texts()).hasSize(60).doesNotHaveDuplicates());
    }

    @Test
    void aNewcomerReadsALongConversationOfMany() {
        var net = new Network(11, 40, DEFAULTS);
        for (int i = 0; i < 39; i++) net.start(i, i == 0 ? java.util.List.of() : net.contacts(0, i - 1));
        net.run(SETTLING);
        for (int i = 0; i < 400; i++) {
            net.publish(i % 39, "message " + i);
            if (i % 10 == 0) net.run(Duration.ofMillis(20));
        }
        net.run(Duration.ofSeconds(10));

        net.start(39, net.contacts(0, 1));
        net.run(TWO_PERIODS);

        assertThat(net.site(39).texts()).hasSize(400).doesNotHaveDuplicates();
    }

    @Test
    void aMessageThatWaitsIsNoReasonNotToAskForThoseBeforeIt() {
        var net = pair(12);
        for (int i = 1; i <= 3; i++) net.publish(0, "message " + i);
        net.run(Duration.ofSeconds(1));
        var last = net.site(0).delivered().getLast().envelope();
        net.allow(_ -> true);

        // the third came from a node that is gone and cannot be asked for the others
        net.inject(new PeerId(99), 1, new Frame.Reply(1, last));
        net.run(TWO_PERIODS);

        assertThat(net.site(1).texts()).containsExactly("message 1", "message 2", "message 3");
    }

    @Test
    void aThousandWritersAreCaughtUpWithInOneComparison() {
        var net = new Network(13, 1_002, DEFAULTS.withAntiEntropyInterval(Duration.ofDays(1)));
        net.start(0, java.util.List.of());
        for (int writer = 2; writer < 1_002; writer++) {
            var header = new Header(
                    net.site(writer).id(), 1, io.bitchat.gossip.causal.HybridTime.at(net.now()), java.util.List.of());
            var envelope = net.circle().sealOf(writer).seal(header, new byte[0]);
            net.inject(net.site(writer).id(), 0, new Frame.Reply(1, envelope));
        }
        net.start(1, net.contacts(0));

        net.run(Duration.ofSeconds(15));

        assertThat(net.site(1).delivered()).hasSize(1_000);
        assertThat(net.isLevel()).isTrue();
    }

    /** Two linked nodes whose link has just begun to lose all frames. */
    private static Network pair(long seed) {
        var net = new Network(seed, 2, DEFAULTS).startAll().run(SETTLING);
        net.allow(_ -> false);
        return net;
    }
}
