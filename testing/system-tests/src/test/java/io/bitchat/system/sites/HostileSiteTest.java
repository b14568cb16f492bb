package io.bitchat.system.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.bench.hostile.HostileSite;
import io.bitchat.bench.hostile.PlayedSite;
import io.bitchat.bench.hostile.SiteLink;
import io.bitchat.gossip.Envelope;
import io.bitchat.gossip.Message;
import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.seal.GroupKey;
import io.bitchat.gossip.wire.Frame;
import io.bitchat.gossip.wire.FrameCodec;
import io.bitchat.gossip.wire.Range;
import io.bitchat.system.suite.Client;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A trusted, linked and invited site that breaks every rule. Two honest installations in the same group still
 * communicate, and the metrics of the attacked one show what happened.
 */
@Tag("sites")
class HostileSiteTest {
    private static final int LARGEST_FRAME = (1 << 24) - 1;
    private static final SecureRandom RANDOM = new SecureRandom();

    private static HostileSites sites;
    private HostileSites.Counts before = new HostileSites.Counts("");

    @BeforeAll
    static void start() {
        sites = new HostileSites();
    }

    @AfterAll
    static void stop() {
        sites.close();
    }

    @BeforeEach
    void look() {
        before = sites.countsAtA();
    }

    @Test
    void whatIsSentAgainIsNotHeardAgain() {
        try (var room = sites.room()) {
            var first = say(room);
            var sent = SiteLink.gossipFrame(room.member().tag(), push(first));

            for (int i = 0; i < 1_000; i++) assertThat(sites.toA().push(sent)).isTrue();
            say(room);
            say(room);
            sites.toA().gossip(room.member().tag(), new Frame.Push(1, first));
            sites.toB().gossip(room.member().tag(), new Frame.Reply(1, first));

            counts("bitchat_gossip_duplicate_payloads_total", 1_001);
            room.isWell();
        }
    }

    @Test
    void whatIsForgedDamagedForeignOrMalformedIsDroppedByItsName() {
        try (var room = sites.room()) {
            var honest = sites.b().keys().id();
            var member = room.member();
            var genuine = member.seal(member.nextSequence(), room.text("never"));
            var damaged = genuine.bytes().clone();
            damaged[damaged.length - 1] ^= 1;

            tell(room, member.sealAs(honest, member.heardOf(honest) + 1, List.of(), room.text("not-from-b")));
            counts("bitchat_gossip_dropped_total{reason=\"forged\"}", 1);
            tell(room, Envelope.of(damaged));
            counts("bitchat_gossip_dropped_total{reason=\"not_for_this_group\"}", 1);
            tell(room, member.sealAs(PlayedSite.fresh("x").id(), 1, List.of(), room.text("from-nobody")));
            counts("bitchat_gossip_dropped_total{reason=\"not_a_member\"}", 1);
            sites.toA().gossip(member.tag(), new byte[] {0x3f, 1, 2, 3});
            counts("bitchat_gossip_dropped_total{reason=\"malformed\"}", 1);
            sites.toA().gossip(GroupKey.generate(RANDOM).tag(), new Frame.Push(1, genuine));
            counts("bitchat_gossip_frames_unknown_total", 1);

            room.isWell();
        }
    }

    @Test
    void whoSendsRubbishWithoutEndIsBannedAndOnlyFromThatGroup() {
        try (var room = sites.room();
                var other = sites.room()) {
            for (int i = 0; i < 2_000; i++) sites.toA().gossip(room.member().tag(), new byte[] {0x3f, (byte) i});

            counts("bitchat_gossip_neighbours_banned_total", 1);
            room.isWell();
            other.bothHear(heard(other));
            other.isWell();
        }
    }

    @Test
    void aFrameOfNoKindEndsTheLink() {
        try (var room = sites.room()) {
            int ends = sites.toA().ends();
            sites.toA().send(new byte[] {99, 1, 2});

            counts("bitchat_sites_frames_malformed_total", 1);
            counts("bitchat_sites_links_ended_total{reason=\"misbehaved\"}", 1);
            await().atMost(HostileSites.PATIENCE).until(() -> sites.toA().ends() > ends);
            room.isWell();
        }
    }

    @Test
    void ofTwoMessagesWithOneEntryEachSiteKeepsTheFirstAndGoesOn() {
        try (var room = sites.room()) {
            var equivocation = "bitchat_gossip_dropped_total{reason=\"equivocation\"}";
            var atB = sites.countsAtB().of(equivocation);
            long sequence = room.member().nextSequence();
            var toA = room.member().seal(sequence, room.text("one"));
            var toB = room.member().seal(sequence, room.text("other"));
            var one = room.idOf("one");
            var other = room.idOf("other");
            room.doubt(one);
            room.doubt(other);

            sites.toB().gossip(room.member().tag(), new Frame.Push(1, toB));
            sites.toA().gossip(room.member().tag(), new Frame.Push(1, toA));
            for (var heard : List.<Supplier<List<String>>>of(room::heardAtA, room::heardAtB)) {
                await().atMost(HostileSites.PATIENCE)
                        .until(() -> heard.get().contains(one) || heard.get().contains(other));
            }
            sites.toA().gossip(room.member().tag(), new Frame.Push(1, toB));
            sites.toB().gossip(room.member().tag(), new Frame.Push(1, toA));
            counts(equivocation, 1);
            await().atMost(HostileSites.PATIENCE).until(() -> sites.countsAtB().of(equivocation) > atB);
            for (var heard : List.of(room.heardAtA(), room.heardAtB())) {
                assertThat(heard.stream().filter(id -> id.equals(one) || id.equals(other)))
                        .hasSize(1);
            }
            room.member().take(toA);
            room.bothHear(heard(room));
            room.isWell();
        }
    }

    @Test
    void aFloodIsHeldBackWhileOthersTalk() throws Exception {
        try (var room = sites.room()) {
            var flood = Thread.ofPlatform().start(() -> flood(room, 20_000));
            while (flood.isAlive()) room.speak();
            flood.join();

            counts("bitchat_sites_held_total{site=\"m\"}", 1);
            room.isWell();
        }
    }

    @Test
    void whoAsksForEverythingAllTheTimeGetsItsShare() throws Exception {
        try (var room = sites.room()) {
            for (int i = 0; i < 20; i++) room.speak();
            var ask = FrameCodec.encode(
                            new Frame.Fetch(List.of(new Range(sites.a().keys().id(), 1, Long.MAX_VALUE))))
                    .toBytes();
            var asking = SiteLink.gossipFrame(room.member().tag(), ask);
            var flood = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 1_000; i++) sites.toA().push(asking);
            });
            while (flood.isAlive()) room.speak();
            flood.join();

            counts("bitchat_gossip_dropped_total{reason=\"asked_too_often\"}", 1);
            room.isWell();
        }
    }

    @Test
    void messagesThatWaitForeverFillTheirRoomAndNotTheMemory() {
        try (var room = sites.room()) {
            var member = room.member();
            var full = "bitchat_gossip_dropped_total{reason=\"waiting_full\"}";
            long sequence = member.nextSequence() + 1;
            var payload = new byte[Message.MAX_PAYLOAD_BYTES];
            for (int i = 0; i < 400 && riseAtA(full) == 0; i++) {
                var envelope = member.seal(sequence + i, payload);
                sites.toA().push(SiteLink.gossipFrame(member.tag(), push(envelope)));
            }

            counts(full, 1);
            room.isWell();
        }
    }

    @Test
    void aFrameOfSixteenMegabytesEndsTheLinkItCameOver() {
        try (var room = sites.room()) {
            var link =
                    sites.site().dialForLargeFrames(sites.a().keys(), sites.a().port());
            await().atMost(HostileSites.PATIENCE).until(link::isUp);
            link.send(new byte[LARGEST_FRAME]);

            await().atMost(HostileSites.PATIENCE).until(() -> link.ends() > 0);
            counts("bitchat_sites_links_ended_total{reason=\"frame_too_large\"}", 1);
            room.isWell();
            link.close();
        }
    }

    @Test
    void strangersAreNotReadBeyondTheirFirstLength() throws Exception {
        try (var room = sites.room()) {
            var sixteenMegabytes = new byte[LARGEST_FRAME];
            Arrays.fill(sixteenMegabytes, (byte) 0xff);
            var begun = new byte[2 + 32 + LARGEST_FRAME];
            RANDOM.nextBytes(begun);
            begun[0] = 0;
            begun[1] = 32;
            begun[34] = begun[35] = (byte) 0xff;
            var malformed = "bitchat_sites_links_ended_total{reason=\"handshake_malformed\"}";

            for (var content : List.of(sixteenMegabytes, begun))
                assertThat(closes(content)).isTrue();

            counts(malformed, 2);
            room.isWell();
        }
    }

    @Test
    void whoIsNotConfiguredGetsNoLinkWhateverItKnows() {
        try (var room = sites.room();
                var stranger = new HostileSite(sites.vertx(), PlayedSite.fresh("x"), List.of())) {
            var untrusted = "bitchat_sites_links_ended_total{reason=\"untrusted\"}";
            var secret = Client.someone("secret");
            var genuine = room.member().seal(room.member().nextSequence(), room.text(secret));
            var link = stranger.dial(sites.a().keys(), sites.a().port());

            await().atMost(HostileSites.PATIENCE).until(() -> {
                link.gossip(room.member().tag(), new Frame.Push(1, genuine));
                return riseAtA(untrusted) >= 5;
            });
            room.isWell();
            assertThat(room.heardAtA()).doesNotContain(room.idOf(secret));
        }
    }

    private static void flood(SharedRoom room, int frames) {
        var tag = room.member().tag();
        var kinds = IntStream.range(0, 64)
                .mapToObj(i -> SiteLink.gossipFrame(
                        tag,
                        FrameCodec.encode(
                                        i % 2 == 0
                                                ? new Frame.Ping(i)
                                                : new Frame.Digest(
                                                        false,
                                                        List.of(new Dot(
                                                                PlayedSite.fresh("x")
                                                                        .id(),
                                                                7)),
                                                        RANDOM.nextLong()))
                                .toBytes()))
                .toList();
        for (int i = 0; i < frames; i++) sites.toA().push(kinds.get(i % kinds.size()));
    }

    /** Publishes a message that both honest sites deliver. */
    private static Envelope say(SharedRoom room) {
        var key = Client.someone("m");
        var envelope = room.member().say(room.text(key));
        room.bothHear(room.idOf(key));
        return envelope;
    }

    private static String heard(SharedRoom room) {
        var key = Client.someone("m");
        room.member().say(room.text(key));
        return room.idOf(key);
    }

    private static void tell(SharedRoom room, Envelope envelope) {
        sites.toA().gossip(room.member().tag(), new Frame.Push(1, envelope));
    }

    private static byte[] push(Envelope envelope) {
        return FrameCodec.encode(new Frame.Push(1, envelope)).toBytes();
    }

    /** Waits until the metric has grown this much during this test; all tests share the sites. */
    private void counts(String metric, double atLeast) {
        await().atMost(HostileSites.PATIENCE)
                .untilAsserted(() -> assertThat(riseAtA(metric)).as(metric).isGreaterThanOrEqualTo(atLeast));
    }

    private double riseAtA(String metric) {
        return sites.countsAtA().of(metric) - before.of(metric);
    }

    /** Whether the site closes a connection that sends this content. */
    private static boolean closes(byte[] content) throws IOException {
        try (var socket =
                new java.net.Socket(InetAddress.getLoopbackAddress(), sites.a().port())) {
            socket.setSoTimeout((int) HostileSites.PATIENCE.toMillis());
            try {
                socket.getOutputStream().write(content);
            } catch (IOException _) {
                return true;
            }
            return socket.getInputStream().readAllBytes().length <= 2 + 96;
        }
    }
}
