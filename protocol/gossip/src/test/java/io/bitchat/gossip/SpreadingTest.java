package io.bitchat.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.gossip.membership.Neighbour;
import io.bitchat.gossip.network.Network;
import io.bitchat.gossip.network.Network.Sent;
import io.bitchat.gossip.network.Site;
import io.bitchat.gossip.wire.Frame;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadingTest {
    private static final Duration SETTLING = Duration.ofSeconds(12);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final GossipParameters DEFAULTS = GossipParameters.defaults();
    private static final Duration GROWN_UP = Duration.ofSeconds(60);
    private static final GossipParameters PUSHES_ONLY = DEFAULTS.withAntiEntropyInterval(NEVER);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aMessageReachesEverybodyOnce(long seed) {
        var net = new Network(seed, 30, PUSHES_ONLY).startAll().run(SETTLING);

        net.publish(7, "hello");
        net.run(Duration.ofSeconds(1));

        assertThat(net.sites()).allSatisfy(site -> assertThat(site.texts()).containsExactly("hello"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6})
    void aMessageGoesToAsManyNeighboursAsTheFanoutSays(int fanout) {
        var net = new Network(4, 20, PUSHES_ONLY.withFanout(fanout)).startAll().run(SETTLING);

        for (int writer = 0; writer < 20; writer++) {
            net.run(Duration.ofSeconds(1));
            int links = net.node(writer).active().size();
            int treeLinks = net.node(writer).active().treeLinks();

            int told = told(net, writer, "to some").size();

            int besides = treeLinks < links ? treeLinks + 1 : treeLinks;
            assertThat(told).isEqualTo(Math.max(Math.min(fanout, links), besides));
        }
    }

    @Test
    void aLargerFanoutTellsMore() {
        var told = IntStream.of(1, 3, 6)
                .map(fanout -> {
                    var net = new Network(5, 20, PUSHES_ONLY.withFanout(fanout))
                            .startAll()
                            .run(SETTLING);
                    return IntStream.range(0, 20)
                            .map(writer -> told(net, writer, "x").size())
                            .sum();
                })
                .toArray();

        assertThat(told[0]).isLessThan(told[1]);
        assertThat(told[1]).isLessThan(told[2]);
    }

    /** Otherwise the root of the tree could withhold messages. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void inASmallGroupOverSureLinksTheWriterPushesToEverybodyAndNobodyElseDoes(long seed) {
        var net = new Network(seed, 4, PUSHES_ONLY.withLossy(false)).startAll().run(GROWN_UP);
        for (int writer = 0; writer < 4; writer++) {
            net.record();

            net.publish(writer, "from " + writer);
            net.run(Duration.ofSeconds(1));

            var pushes = net.sent().stream()
                    .filter(sent -> sent.frame() instanceof Frame.Push)
                    .toList();
            assertThat(pushes)
                    .hasSize(3)
                    .extracting(Sent::from)
                    .containsOnly(net.site(writer).id());
            assertThat(net.sent()).noneMatch(sent -> sent.frame() instanceof Frame.Prune);
        }
        assertThat(net.sites()).allSatisfy(site -> assertThat(site.texts()).hasSize(4));
    }

    @Test
    void overLinksThatLoseNothingIdsGatherIntoFewFrames() {
        var lossy = new Network(13, 20, PUSHES_ONLY).startAll().run(GROWN_UP);
        var sure = new Network(13, 20, PUSHES_ONLY.withLossy(false)).startAll().run(GROWN_UP);

        assertThat(idFramesOf(sure)).isPositive().isLessThan(idFramesOf(lossy) / 4);
    }

    @Test
    void idsHurryAgainWhenALinkOfTheTreeBreaks() {
        assertThat(reachedWithoutPushes(false)).isEqualTo(1);
        assertThat(reachedWithoutPushes(true)).isGreaterThan(1);
    }

    /** Number of nodes that have a message of node 3 half a second later, if pushes are lost. */
    private static long reachedWithoutPushes(boolean aLinkBreaks) {
        var net = new Network(14, 20, PUSHES_ONLY.withLossy(false)).startAll().run(GROWN_UP);
        idFramesOf(net);
        net.allow(sent -> !(sent.frame() instanceof Frame.Push));
        net.publish(3, "hurry");
        net.run(Duration.ofMillis(1));
        var parent = net.node(3).active().all().stream()
                .filter(Neighbour::isParent)
                .findFirst()
                .orElseThrow();
        if (aLinkBreaks) net.fail(3, parent.id());
        net.run(Duration.ofMillis(500));
        return net.sites().stream()
                .filter(site -> site.texts().contains("hurry"))
                .count();
    }

    private static long idFramesOf(Network net) {
        net.record();
        for (int i = 0; i < 30; i++) {
            net.publish(i % 20, "message " + i);
            net.run(Duration.ofSeconds(1));
        }
        return net.sent().stream()
                .filter(sent -> sent.frame() instanceof Frame.Announce)
                .count();
    }

    @Test
    void theSameSeedTellsTheSameAndAnotherDoesNot() {
        assertThat(targets(6)).isEqualTo(targets(6)).isNotEqualTo(targets(7));
    }

    @Test
    void theSameSeedSendsTheSameFramesThroughout() {
        assertThat(wholeRun(8)).isEqualTo(wholeRun(8));
    }

    @Test
    void pushesGoAsFarAsTheTtlSays() {
        var net = chain(101, PUSHES_ONLY);

        net.record();
        net.publish(0, "far");
        net.run(Duration.ofSeconds(5));

        assertThat(net.sites()).allSatisfy(site -> assertThat(site.texts()).containsExactly("far"));
        assertThat(pushesTo(net, 100)).extracting(Frame.Push::hops).containsOnly(100);
    }

    @Test
    void pushesGoNoFurtherThanTheTtlSays() {
        var net = chain(102, PUSHES_ONLY);

        net.record();
        net.publish(0, "too far");
        net.run(Duration.ofSeconds(5));

        assertThat(net.site(100).texts()).containsExactly("too far");
        assertThat(pushesTo(net, 101)).isEmpty();
    }

    @Test
    void everyPacketTwiceIsDeliveredOnce() {
        var net = new Network(9, 20, DEFAULTS).startAll().run(SETTLING);
        net.repeat(2);

        for (int i = 0; i < 10; i++) net.publish(i, "message " + i);
        net.run(Duration.ofSeconds(10));

        assertThat(net.sites())
                .allSatisfy(site -> assertThat(site.texts()).hasSize(10).doesNotHaveDuplicates());
        assertThat(net.sites().stream()
                        .mapToLong(site -> site.counted(Count.DUPLICATE_PAYLOADS))
                        .sum())
                .isPositive();
    }

    @Test
    void anAnswerIsNeverShownBeforeItsQuestion() {
        var net = new Network(10, 20, DEFAULTS).startAll().run(SETTLING);
        var dice = new java.util.Random(10);
        net.allow(sent -> !(sent.frame() instanceof Frame.Push) || dice.nextInt(3) > 0);

        for (int i = 0; i < 60; i++) {
            net.publish(i * 7 % 20, "message " + i);
            net.run(Duration.ofMillis(20));
        }
        net.run(Duration.ofSeconds(10));

        assertThat(net.sites()).allSatisfy(SpreadingTest::isInCausalOrder);
        assertThat(net.sites()).allSatisfy(site -> assertThat(site.texts()).hasSize(60));
    }

    @Test
    void theDeathOfTheRootStopsNobody() {
        var net = new Network(11, 20, PUSHES_ONLY).startAll().run(Duration.ofSeconds(30));
        net.kill(0);
        net.run(Duration.ofSeconds(60));

        net.record();
        for (int i = 1; i < 20; i++) net.publish(i, "after " + i);
        net.run(Duration.ofSeconds(2));

        var alive = net.sites().stream().filter(Site::isAlive).toList();
        assertThat(alive).allSatisfy(site -> assertThat(site.texts()).hasSize(19));
        assertThat(alive)
                .allSatisfy(site -> assertThat(site.node().active().treeLinks()).isPositive());
        assertThat(treeLinks(alive)).isEqualTo(2 * (alive.size() - 1));
        assertThat(net.sent().stream().filter(sent -> sent.frame() instanceof Frame.Push))
                .hasSize(19 * 18);
    }

    @Test
    void aRelayPassesOnWhatItCannotRead() {
        var net = new Network(12, 2, 1, DEFAULTS);
        net.allow(sent -> sent.from().equals(net.site(2).id())
                || sent.to().equals(net.site(2).id()));
        net.start(2, List.of());
        net.start(0, net.contacts(2));
        net.start(1, net.contacts(2));
        net.run(SETTLING);

        net.publish(0, "through a stranger");
        net.run(Duration.ofSeconds(1));

        assertThat(net.site(1).texts()).containsExactly("through a stranger");
        assertThat(net.site(2).delivered()).isEmpty();
        assertThat(net.site(2).counted(Count.PAYLOADS_RECEIVED)).isOne();
    }

    private static void isInCausalOrder(Site site) {
        var seen = new HashSet<io.bitchat.gossip.causal.Dot>();
        for (var message : site.delivered()) {
            assertThat(seen).containsAll(message.header().causes());
            seen.add(message.header().dot());
        }
    }

    private static int treeLinks(List<Site> sites) {
        return sites.stream().mapToInt(site -> site.node().active().treeLinks()).sum();
    }

    /** The nodes to which the writer sends a message or its id before anybody answers. */
    private static Set<PeerId> told(Network net, int writer, String text) {
        net.allow(_ -> false);
        net.record();
        net.publish(writer, text);
        net.run(Duration.ofMillis(150));
        net.allow(_ -> true);
        var message = net.site(writer).delivered().stream()
                .filter(delivered ->
                        delivered.header().writer().equals(net.site(writer).id()))
                .reduce((_, later) -> later)
                .orElseThrow()
                .envelope();
        var told = new HashSet<PeerId>();
        for (var sent : net.sent())
            if (sent.from().equals(net.site(writer).id()) && tells(sent.frame(), message)) told.add(sent.to());
        return told;
    }

    private static boolean tells(Frame frame, Envelope message) {
        return frame instanceof Frame.Push(int _, var pushed) && pushed.equals(message)
                || frame instanceof Frame.Announce(var briefs)
                        && briefs.contains(message.id().brief());
    }

    private static Set<Integer> targets(long seed) {
        var net = new Network(seed, 20, PUSHES_ONLY).startAll().run(SETTLING);
        var told = told(net, 0, "to whom");
        return Set.copyOf(IntStream.range(0, 20)
                .filter(i -> told.contains(net.site(i).id()))
                .boxed()
                .toList());
    }

    private static List<Sent> wholeRun(long seed) {
        var net = new Network(seed, 12, DEFAULTS);
        net.record();
        net.startAll().run(SETTLING);
        net.publish(3, "again");
        net.run(Duration.ofSeconds(2));
        return List.copyOf(net.sent());
    }

    private static List<Frame.Push> pushesTo(Network net, int index) {
        return net.sent().stream()
                .filter(sent -> sent.to().equals(net.site(index).id()))
                .map(Sent::frame)
                .filter(Frame.Push.class::isInstance)
                .map(Frame.Push.class::cast)
                .toList();
    }

    /** A chain: each node reaches only the one before and the one after it. */
    private static Network chain(int length, GossipParameters parameters) {
        var net = new Network(13, length, parameters.withFanout(1).withDegree(2, 0));
        var places = new java.util.HashMap<PeerId, Integer>();
        for (int i = 0; i < length; i++) places.put(net.site(i).id(), i);
        net.allow(sent -> Math.abs(places.get(sent.from()) - places.get(sent.to())) == 1);
        for (int i = 0; i < length; i++) net.start(i, i == 0 ? net.contacts(1) : net.contacts(i - 1));
        return net.run(Duration.ofSeconds(40));
    }
}
