package io.bitchat.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.causal.HybridTime;
import io.bitchat.gossip.network.Network;
import io.bitchat.gossip.network.Site;
import io.bitchat.gossip.seal.Circle;
import io.bitchat.gossip.seal.GroupSeal;
import io.bitchat.gossip.tree.Route;
import io.bitchat.gossip.wire.Frame;
import io.bitchat.gossip.wire.FrameCodec;
import io.bitchat.gossip.wire.Packet;
import io.bitchat.gossip.wire.Range;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Effects of strangers and neighbours that break the rules, and their bounds. */
class HostileNeighboursTest {
    private static final GossipParameters DEFAULTS = GossipParameters.defaults();
    private static final byte[] WORDS = {'w'};

    private final Network net = new Network(1, 12, DEFAULTS).startAll().run(Duration.ofSeconds(12));

    @Test
    void aStrangersMessageIsCountedAndNotPassedOn() {
        var stranger = Ed25519KeyPair.generate(new Random(4));
        var header = new Header(GroupSeal.idOf(stranger.publicKey()), 1, HybridTime.at(net.now()), List.of());
        net.record();

        net.inject(
                neighbourOf(0),
                0,
                new Frame.Push(1, net.circle().sealWith(stranger).seal(header, WORDS)));

        assertThat(net.site(0).counted(Count.DROPPED_NOT_A_MEMBER)).isOne();
        assertThat(net.sent()).noneMatch(sent -> sent.frame() instanceof Frame.Push);
    }

    /** The writer may be a member that this node does not know yet. */
    @Test
    void whoPassesOnStrangersMessagesIsNotBanned() {
        var stranger = Ed25519KeyPair.generate(new Random(4));
        var bearer = neighbourOf(0);

        for (int i = 1; i <= 100; i++) {
            var header = new Header(GroupSeal.idOf(stranger.publicKey()), i, HybridTime.at(net.now()), List.of());
            net.inject(
                    bearer,
                    0,
                    new Frame.Reply(1, net.circle().sealWith(stranger).seal(header, WORDS)));
        }

        assertThat(net.site(0).counted(Count.DROPPED_NOT_A_MEMBER)).isEqualTo(100);
        assertThat(net.node(0).active().get(bearer)).isNotNull();
    }

    @Test
    void aForgedMessageIsCountedAndNotPassedOn() {
        var header = new Header(net.site(4).id(), 1, HybridTime.at(net.now()), List.of());
        net.record();

        net.inject(neighbourOf(0), 0, new Frame.Push(1, net.circle().sealOf(3).seal(header, WORDS)));

        assertThat(net.site(0).counted(Count.DROPPED_FORGED)).isOne();
        assertThat(net.sent()).noneMatch(sent -> sent.frame() instanceof Frame.Push);
    }

    @Test
    void aMessageOfAnotherGroupIsCounted() {
        var elsewhere = new Circle(99, 1);
        var header = new Header(elsewhere.member(0), 1, HybridTime.at(net.now()), List.of());

        net.inject(neighbourOf(0), 0, new Frame.Push(1, elsewhere.sealOf(0).seal(header, WORDS)));

        assertThat(net.site(0).counted(Count.DROPPED_NOT_FOR_THIS_GROUP)).isOne();
    }

    @Test
    void whoSendsRubbishTooOftenIsBanned() {
        var offender = neighbourOf(0);

        offend(offender);

        assertThat(net.node(0).active().get(offender)).isNull();
        assertThat(net.site(0).counted(Count.NEIGHBOURS_BANNED)).isOne();
        assertThat(net.site(0).counted(Count.DROPPED_MALFORMED)).isEqualTo(20);
    }

    @Test
    void whoContradictsItselfTooOftenIsBanned() {
        var offender = neighbourOf(0);

        contradict(
                offender,
                IntStream.range(0, 12)
                        .filter(i -> net.site(i).id().equals(offender))
                        .findFirst()
                        .orElseThrow());

        assertThat(net.site(0).counted(Count.DROPPED_EQUIVOCATION)).isEqualTo(20);
        assertThat(net.site(0).counted(Count.NEIGHBOURS_BANNED)).isOne();
        assertThat(net.node(0).active().get(offender)).isNull();
    }

    /** The neighbour may have received the other version first. */
    @Test
    void whoPassesOnContradictionsOfOthersIsNotBanned() {
        var bearer = neighbourOf(0);

        contradict(
                bearer,
                IntStream.range(1, 12)
                        .filter(i -> !net.site(i).id().equals(bearer))
                        .findFirst()
                        .orElseThrow());

        assertThat(net.site(0).counted(Count.DROPPED_EQUIVOCATION)).isEqualTo(100);
        assertThat(net.node(0).active().get(bearer)).isNotNull();
    }

    private void contradict(PeerId bearer, int writer) {
        var header = new Header(net.site(writer).id(), 1, HybridTime.at(net.now()), List.of());
        for (int i = 0; i <= 100; i++) {
            var words = ("version " + i).getBytes(StandardCharsets.UTF_8);
            net.inject(bearer, 0, new Frame.Reply(1, net.circle().sealOf(writer).seal(header, words)));
        }
    }

    @Test
    void whoIsBannedDoesNotComeBackAtOnce() {
        var offender = neighbourOf(0);
        offend(offender);

        net.inject(offender, 0, new Frame.Neighbour(new Contact(offender, "again:1"), true, true, 1));
        net.inject(offender, 0, new Frame.Join(new Contact(offender, "again:1")));
        net.inject(offender, 0, new Frame.NeighbourReply(true));

        assertThat(net.node(0).active().get(offender)).isNull();
    }

    @Test
    void whoIsBannedIsNotEvenRead() {
        var offender = neighbourOf(0);
        offend(offender);

        net.inject(offender, 0, new Frame.Reply(1, sealed(3, 1, net.now())));

        assertThat(net.site(0).delivered()).isEmpty();
        assertThat(net.site(0).counted(Count.PAYLOADS_RECEIVED)).isZero();
        assertThat(net.site(0).counted(Count.DROPPED_BANNED)).isOne();
    }

    @Test
    void whoWasBannedMayComeBackInTheEnd() {
        var offender = neighbourOf(0);
        offend(offender);
        net.allow(sent -> !sent.from().equals(offender));
        net.run(Duration.ofMinutes(2));

        net.inject(offender, 0, new Frame.Neighbour(new Contact(offender, "again:1"), true, true, 1));

        assertThat(net.node(0).active().get(offender)).isNotNull();
    }

    @Test
    void aFloodIsCutToTheNeighboursShare() {
        var flooder = neighbourOf(0);
        var random = new Random(5);
        int effects = 0;

        for (int i = 0; i < 100_000; i++) {
            if (i % 100 == 0) net.run(Duration.ofMillis(1));
            effects += net.inject(flooder, 0, noise(i, random)).size();
        }

        assertThat(net.site(0).counted(Count.DROPPED_FLOOD)).isGreaterThan(93_000);
        assertThat(effects).isLessThan(6_100 * 3);
        assertThat(net.site(0).counted(Count.DROPPED_IDS)).isGreaterThan(300_000);
        net.publish(6, "through the noise");
        net.run(Duration.ofSeconds(12));
        assertThat(net.site(0).texts()).containsExactly("through the noise");
    }

    @Test
    void whoTellsOfWhatDoesNotExistIsAskedInFewFrames() {
        var liar = neighbourOf(0);
        var ids = new Random(6).ints(FrameCodec.MAX_BRIEFS).boxed().toList();
        net.record();

        var effects = net.inject(liar, 0, new Frame.Announce(ids));
        net.run(Duration.ofSeconds(20));

        assertThat(effects).hasSizeLessThan(3);
        var pulls = net.sent().stream()
                .filter(sent -> sent.from().equals(net.site(0).id()) && sent.frame() instanceof Frame.Pull)
                .toList();
        assertThat(pulls).isNotEmpty().hasSizeLessThanOrEqualTo(2 * 12);
    }

    @Test
    void aQuestionThatComesTwiceIsAnsweredOnce() {
        var asker = neighbourOf(0);
        net.publish(0, "asked for");
        var brief = net.site(0).delivered().getFirst().envelope().id().brief();
        var question = new Frame.Pull(List.of(brief));

        assertThat(net.inject(asker, 0, question)).hasSize(1);
        assertThat(net.inject(asker, 0, question)).isEmpty();
        net.run(Duration.ofMillis(50));
        assertThat(net.inject(asker, 0, question)).hasSize(1);
    }

    @Test
    void whoTellsOfTooMuchThatDoesNotExistCrowdsNobodyOut() {
        var liar = neighbourOf(0);
        var random = new Random(7);
        net.allow(sent -> !(sent.frame() instanceof Frame.Push));
        for (int i = 0; i < 40; i++) {
            net.inject(
                    liar,
                    0,
                    new Frame.Announce(
                            random.ints(FrameCodec.MAX_BRIEFS).boxed().toList()));
        }

        net.publish(5, "told by others");
        net.run(Duration.ofSeconds(1));

        // a few random ids may coincide
        assertThat(net.site(0).counted(Count.DROPPED_IDS)).isBetween(40 * 256 - 1_024 - 20L, 40 * 256 - 1_024L);
        assertThat(net.site(0).texts()).containsExactly("told by others");
    }

    @Test
    void whoAsksForEverythingAgainAndAgainGetsALimitedAmount() {
        for (int i = 0; i < 200; i++) net.publish(0, "message " + i);
        var greedy = neighbourOf(0);
        var everything = new Frame.Fetch(List.of(new Range(net.site(0).id(), 1, 200)));
        long served = 0;

        for (int i = 0; i < 100; i++) {
            for (var effect : net.inject(greedy, 0, everything)) if (effect instanceof Effect.Load) served += 128;
        }

        assertThat(served).isEqualTo(1_024);
        assertThat(net.site(0).counted(Count.DROPPED_REQUESTS)).isEqualTo(100 - 8);
    }

    @Test
    void strangersShareWhatOneNeighbourMaySend() {
        for (int i = 0; i < 5_000; i++) net.inject(new PeerId(1_000 + i), 0, new Frame.Ping(i));

        assertThat(net.site(0).counted(Count.DROPPED_FLOOD)).isBetween(900L, 1_000L);
    }

    @Test
    void oldOffencesAreForgiven() {
        var clumsy = neighbourOf(0);
        offend(clumsy, 19);
        net.run(Duration.ofMinutes(20));

        offend(clumsy, 19);

        assertThat(net.node(0).active().get(clumsy)).isNotNull();
    }

    @Test
    void oldFramesChangeNothing() {
        net.record();
        for (int i = 0; i < 5; i++) net.publish(i, "message " + i);
        net.run(Duration.ofSeconds(10));
        var old = net.sent().stream()
                .filter(sent -> sent.frame() instanceof Frame.Push || sent.frame() instanceof Frame.Reply)
                .toList();
        var before = net.node(0).causal().clock().copy();

        for (var sent : old) net.inject(sent.from(), 0, sent.frame());
        net.run(Duration.ofSeconds(10));

        assertThat(old).isNotEmpty();
        assertThat(net.node(0).causal().clock()).isEqualTo(before);
        assertThat(net.sites()).allSatisfy(site -> assertThat(site.texts()).hasSize(5));
    }

    @Test
    void nobodyGetsMoreThanAHandfulOfMessagesForOneFetch() {
        for (int i = 0; i < 300; i++) net.publish(0, "message " + i);

        var effects = net.inject(
                new PeerId(99), 0, new Frame.Fetch(List.of(new Range(net.site(0).id(), 1, Long.MAX_VALUE))));

        assertThat(effects)
                .containsExactly(new Effect.Load(
                        new PeerId(99), List.of(new Range(net.site(0).id(), 1, 128))));
    }

    @Test
    void aNeighbourThatClaimsToBeNearToTheRootAndSwallowsEverythingStopsNobody() {
        var liar = net.node(5).self();
        net.allow(sent -> !sent.from().equals(liar.id()) || !(sent.frame() instanceof Frame.Push));
        for (int i = 0; i < 12; i++)
            if (net.node(i).active().get(liar.id()) != null)
                net.inject(
                        liar.id(),
                        i,
                        new Frame.Beacon(new Route(new PeerId(0), net.now().toEpochMilli(), 0)));
        net.run(Duration.ofSeconds(2));

        net.publish(0, "around it");
        net.run(Duration.ofSeconds(12));

        assertThat(others(5)).allSatisfy(site -> assertThat(site.texts()).containsExactly("around it"));
    }

    @Test
    void aNumberThatTheRootCannotHaveReachedIsNotPassedOn() {
        var root = net.sites().stream().map(Site::id).min(PeerId::compareTo).orElseThrow();
        net.record();
        for (int i = 0; i < 12; i++) {
            var liar = net.node(i).active().all().iterator().next();
            net.inject(liar.id(), i, new Frame.Beacon(new Route(root, Long.MAX_VALUE, 0)));
        }
        net.run(Duration.ofSeconds(40));

        var numbers = net.sent().stream()
                .filter(sent -> sent.frame() instanceof Frame.Beacon)
                .map(sent -> ((Frame.Beacon) sent.frame()).route())
                .filter(route -> route.root().equals(root))
                .map(Route::number)
                .toList();
        assertThat(numbers).isNotEmpty().allMatch(number -> number <= net.now().toEpochMilli());
    }

    private Envelope sealed(int writer, long sequence, java.time.Instant wall) {
        var header = new Header(net.site(writer).id(), sequence, HybridTime.at(wall), List.of());
        return net.circle().sealOf(writer).seal(header, WORDS);
    }

    private PeerId neighbourOf(int index) {
        return net.node(index).active().all().iterator().next().id();
    }

    private void offend(PeerId offender) {
        offend(offender, 20);
    }

    private void offend(PeerId offender, int times) {
        for (int i = 0; i < times; i++)
            net.node(0).handle(new Input.Received(offender, Packet.received(new byte[] {0x3f})), net.now());
    }

    private List<Site> others(int index) {
        return IntStream.range(0, 12)
                .filter(i -> i != index)
                .mapToObj(net::site)
                .toList();
    }

    /** Frames that make a node remember something. */
    private static Frame noise(int i, Random random) {
        return switch (i % 4) {
            case 0 ->
                new Frame.Announce(random.ints(FrameCodec.MAX_BRIEFS).boxed().toList());
            case 1 -> new Frame.ShuffleReply(List.of(new Contact(new PeerId(random.nextLong()), "no:1")));
            case 2 -> new Frame.Digest(false, List.of(new Dot(new PeerId(random.nextLong()), 7)), random.nextLong());
            default -> new Frame.Ping(i & 0xffff);
        };
    }
}
