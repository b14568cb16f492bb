package io.bitchat.lan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.address.LocalNetwork;
import io.bitchat.lan.network.Host;
import io.bitchat.lan.network.Lan;
import io.bitchat.lan.network.Stranger;
import io.bitchat.lan.wire.Beacon;
import io.bitchat.lan.wire.BeaconCodec;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.Notes;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import io.bitchat.lan.wire.Refusal;
import io.bitchat.lan.wire.Stamp;
import io.bitchat.lan.wire.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostilePeersTest {
    private static final String FOREIGN = "10.0.0.66";
    private static final Profile NAMED = new Profile("Mallory", "", List.of("general"));

    private final Lan lan = new Lan(1);
    private final List<Host> hosts = lan.start("alice", "bob");
    private final Host alice = hosts.getFirst();
    private final Host bob = hosts.getLast();
    private final Ed25519KeyPair keys = Ed25519KeyPair.generate(new Random(5));

    HostilePeersTest() {
        lan.runSeconds(3);
    }

    // --- beacons

    @Test
    void beaconsOutOfBoundsAreCountedByReason() {
        var now = lan.now();
        beacon(FOREIGN, Beacon.plain(new PeerId("m"), at("10.0.0.67"), now));
        beacon("192.168.7.1", Beacon.plain(new PeerId("m"), at("192.168.7.1"), now));
        beacon("10.0.0.255", Beacon.plain(new PeerId("m"), at("10.0.0.255"), now));
        beacon("224.0.0.1", Beacon.plain(new PeerId("m"), at("224.0.0.1"), now));
        beacon(FOREIGN, Beacon.plain(new PeerId("m"), at(FOREIGN), now.minus(Duration.ofDays(365))));
        beacon(FOREIGN, Beacon.plain(new PeerId("m"), at(FOREIGN), now.plus(Duration.ofDays(365))));
        beacon(FOREIGN, Beacon.plain(alice.id(), at(FOREIGN), now));
        alice.handle(new Input.Datagram("eth0", Ipv4.of(FOREIGN), "noise".getBytes(StandardCharsets.UTF_8)));
        alice.handle(new Input.Datagram("eth0", Ipv4.of(FOREIGN), new byte[64_000]));
        alice.handle(new Input.Datagram(
                "eth1", Ipv4.of(FOREIGN), BeaconCodec.encode(Beacon.plain(new PeerId("m"), at(FOREIGN), now))));

        assertThat(refused(Refusal.NOT_THE_SENDERS)).isEqualTo(1);
        assertThat(refused(Refusal.NOT_LOCAL)).isEqualTo(4);
        assertThat(refused(Refusal.CLOCK_OFF)).isEqualTo(2);
        assertThat(refused(Refusal.OWN_ID)).isEqualTo(1);
        assertThat(refused(Refusal.NOT_JSON)).isEqualTo(1);
        assertThat(refused(Refusal.TOO_LONG)).isEqualTo(1);
        assertThat(alice.node().peers()).hasSize(1);
    }

    @Test
    void chatByDatagramIsIgnored() {
        var line = new Line(Line.Type.CHAT, bob.id(), "hi", lan.now(), 1, Target.GENERAL, Stamp.NONE, Notes.NONE);
        alice.handle(new Input.Datagram("eth0", bob.address(), io.bitchat.lan.wire.LineCodec.encode(line)));

        assertThat(refused(Refusal.UNKNOWN_TYPE)).isEqualTo(1);
        assertThat(alice.texts()).isEmpty();
    }

    @Test
    void nobodyTakesTheNameOfAPeerThatSigns() {
        var address = at("10.0.0.2");
        beacon("10.0.0.2", Beacon.plain(bob.id(), address, lan.now()));
        beacon("10.0.0.2", signed(bob.id(), address, lan.now()));
        var forged = signed(bob.id(), address, lan.now());
        var proof = forged.proof();
        if (proof == null) throw new AssertionError();
        beacon(
                "10.0.0.2",
                new Beacon(
                        false,
                        bob.id(),
                        address,
                        lan.now(),
                        NAMED,
                        1,
                        1,
                        null,
                        new io.bitchat.lan.wire.Proof(bob.keys().publicKey(), proof.signature())));

        assertThat(refused(Refusal.UNSIGNED)).isEqualTo(1);
        assertThat(refused(Refusal.KEY_CHANGED)).isEqualTo(1);
        assertThat(refused(Refusal.FORGED)).isEqualTo(1);
        assertThat(alice.node().peers().getFirst().profile()).isEqualTo(Profile.PLAIN);
    }

    @Test
    void aBeaconThatALeavingHasOvertakenBringsNobodyBack() {
        var old = Beacon.plain(new PeerId("plain"), at(FOREIGN), lan.now());
        beacon(FOREIGN, old);
        lan.runSeconds(1);
        beacon(FOREIGN, new Beacon(true, old.peer(), old.address(), lan.now(), Profile.PLAIN, 0, 0, null, null));
        beacon(FOREIGN, old);

        assertThat(alice.node().peer(old.peer())).isNull();
        assertThat(refused(Refusal.OUTDATED)).isEqualTo(1);
        lan.runSeconds(1);
        beacon(FOREIGN, Beacon.plain(old.peer(), old.address(), lan.now()));
        assertThat(alice.node().peer(old.peer())).isNotNull();
    }

    @Test
    void aLeavingInAnothersNameIsRefused() {
        beacon("10.0.0.2", new Beacon(true, bob.id(), at("10.0.0.2"), lan.now(), Profile.PLAIN, 0, 0, null, null));

        assertThat(alice.node().peers()).hasSize(1);
        assertThat(alice.events(Event.PeerLeft.class)).isEmpty();
    }

    /** Both hosts are on a cable and on a wireless network. */
    @Test
    void aPeerWithTwoAddressesDoesNotChangeWithEachBeacon() {
        alice.handle(new Input.NetworksChanged(List.of(
                new LocalNetwork("eth0", alice.address(), 24), new LocalNetwork("wlan0", Ipv4.of("10.0.9.1"), 24))));
        var peer = new PeerId("two");
        for (int i = 0; i < 10; i++) {
            beacon("10.0.0.50", signed(peer, at("10.0.0.50"), lan.now()));
            alice.handle(new Input.Datagram(
                    "wlan0", Ipv4.of("10.0.9.50"), BeaconCodec.encode(signed(peer, at("10.0.9.50"), lan.now()))));
            lan.runSeconds(5);
        }
        assertThat(alice.events(Event.PeerChanged.class))
                .noneMatch(event -> event.now().id().equals(peer));
        for (int i = 0; i < 4; i++) {
            alice.handle(new Input.Datagram(
                    "wlan0", Ipv4.of("10.0.9.50"), BeaconCodec.encode(signed(peer, at("10.0.9.50"), lan.now()))));
            lan.runSeconds(5);
        }

        assertThat(alice.node().peer(peer)).isNotNull().satisfies(known -> assertThat(known.address())
                .isEqualTo(at("10.0.9.50")));
    }

    @Test
    void aStormOfBeaconsIsBoundedAndHarmsNoLink() {
        long joined = alice.events(Event.PeerJoined.class).size();
        for (int i = 0; i < 10_000; i++) {
            beacon(FOREIGN, Beacon.plain(new PeerId("storm-" + i), at(FOREIGN), lan.now()));
            if (i % 100 == 0) lan.run(Duration.ofMillis(50));
        }

        assertThat(alice.node().peers().size()).isEqualTo(65);
        assertThat(alice.events(Event.PeerJoined.class)).hasSize((int) joined + 64);
        assertThat(refused(Refusal.FLOOD) + refused(Refusal.REGISTRY_FULL)).isEqualTo(10_000 - 64);
        assertThat(alice.node().connections()).isLessThanOrEqualTo(17);
        bob.say("still here");
        lan.run(Duration.ofMillis(100));
        assertThat(alice.texts()).containsExactly("still here");
        lan.runSeconds(40);
        assertThat(alice.node().peers()).hasSize(1);
        assertThat(alice.events(Event.PeerLeft.class)).hasSize(64);
    }

    @Test
    void aStormFromManyAddressesIsBoundedToo() {
        for (int i = 0; i < 10_000; i++) {
            var from = "10.0.0." + (3 + i % 250);
            beacon(from, Beacon.plain(new PeerId("storm-" + i), at(from), lan.now()));
        }

        assertThat(alice.node().peers().size()).isLessThanOrEqualTo(LanParameters.MAX_PEERS);
        assertThat(alice.events(Event.MeshIsLarge.class)).hasSize(1);
        assertThat(alice.node().links()).containsExactly(bob.id());
    }

    // --- links

    @Test
    void aPlainPeerChats() {
        var plain =
                new Stranger(lan, alice, "plain", FOREIGN).say("join", 0, "").say("chat", 1, "hello");
        plain.say("ping", 2, "are you there?");
        plain.listen(new Input.Said(Target.GENERAL, "welcome"));
        plain.listen(new Input.Said(new Target("dev"), "for dev only"));

        assertThat(alice.texts()).startsWith("hello", "welcome");
        assertThat(alice.delivered().getFirst().verified()).isFalse();
        assertThat(plain.texts()).containsExactly("welcome");
        assertThat(plain.heard()).anyMatch(line -> line.type() == Line.Type.PONG);
        var peer = alice.node().peer(plain.id());
        assertThat(peer).isNotNull().satisfies(known -> assertThat(known.isVerified())
                .isFalse());
        plain.say("leave", 3, "");
        assertThat(plain.closed()).isEqualTo(CloseReason.LEFT);
        assertThat(alice.node().peer(plain.id())).isNull();
    }

    @Test
    void linesOfAPlainPeerReachThoseWhoCannotReachIt() {
        var plain = new Stranger(lan, alice, "plain", FOREIGN).say("chat", 1, "hello");
        lan.run(Duration.ofMillis(100));
        var carol = lan.start("carol").getFirst();
        lan.runSeconds(2);
        plain.say("chat", 2, "again");
        lan.runSeconds(2);

        assertThat(bob.texts()).containsExactly("hello", "again");
        assertThat(carol.transcript()).containsExactly("hello", "again");
        assertThat(carol.delivered().getFirst().line().stamp().again()).isTrue();
        assertThat(bob.delivered()).noneMatch(Effect.Deliver::verified);
    }

    @Test
    void aRepeatedLineOfAPlainPeerIsShownOnce() {
        var plain = new Stranger(lan, alice, "plain", FOREIGN);
        plain.say("chat", 1, "hello").say("chat", 1, "hello").say("chat", 2, "hello");
        lan.run(Duration.ofMillis(100));

        assertThat(alice.texts()).containsExactly("hello", "hello");
        assertThat(refused(Refusal.DUPLICATE)).isEqualTo(1);
        assertThat(alice.node().counted(Count.RELAYED)).isEqualTo(2);
        assertThat(plain.closed()).isNull();
    }

    @Test
    void linesInTheNameOfOthersAreRefused() {
        var stranger = new Stranger(lan, alice, "mallory", FOREIGN).say("join", 0, "");
        stranger.send(line(new PeerId("carol"), "direct", 0));
        stranger.send(line(new PeerId("carol"), "relayed by a plain peer", 1));

        assertThat(refused(Refusal.FOREIGN_SENDER)).isEqualTo(2);
        assertThat(alice.texts()).isEmpty();
    }

    @Test
    void aRelayCannotForgeAPeerThatSigns() {
        var stranger = ours("mallory");
        stranger.send(line(bob.id(), "unsigned", 1));
        stranger.send(line(bob.id(), "with another key", 1).signedBy(keys));
        stranger.send(line(bob.id(), "changed", 1)
                .signedBy(bob.keys())
                .withStamp(new Stamp(
                        5,
                        6,
                        1,
                        false,
                        line(bob.id(), "original", 1)
                                .signedBy(bob.keys())
                                .stamp()
                                .proof())));

        assertThat(refused(Refusal.UNSIGNED)).isEqualTo(1);
        assertThat(refused(Refusal.KEY_CHANGED)).isEqualTo(1);
        assertThat(refused(Refusal.FORGED)).isEqualTo(1);
        assertThat(alice.texts()).isEmpty();
        assertThat(stranger.closed()).isNull();
    }

    @Test
    void badLinesAreDroppedAndTooManyEndTheLink() {
        var stranger = new Stranger(lan, alice, "mallory", FOREIGN).say("join", 0, "");
        stranger.send("noise\n").send("x".repeat(100_000)).send("y".repeat(100_000) + "\n");
        stranger.send("{\"type\":\"chat\",\"sender\":7}\n").say("chat", 1, "fine");

        assertThat(alice.texts()).containsExactly("fine");
        assertThat(refused(Refusal.NOT_JSON)).isEqualTo(1);
        assertThat(refused(Refusal.TOO_LONG)).isEqualTo(1);
        assertThat(refused(Refusal.WRONG_TYPE)).isEqualTo(1);
        for (int i = 0; i < 20; i++) stranger.send("noise\n");
        assertThat(stranger.closed()).isEqualTo(CloseReason.MALFORMED);
        var again = new Stranger(lan, alice, "mallory", FOREIGN).say("join", 0, "");
        assertThat(again.closed()).isEqualTo(CloseReason.KEPT_AWAY);
        assertThat(alice.node().links()).containsExactly(bob.id());
    }

    @Test
    void aFloodEndsItsLinkOnly() {
        var stranger = new Stranger(lan, alice, "mallory", FOREIGN).say("join", 0, "");
        for (int i = 0; i < 30_000 && stranger.closed() == null; i++) stranger.say("ping", i, "");

        assertThat(stranger.closed()).isEqualTo(CloseReason.FLOODING);
        assertThat(refused(Refusal.FLOOD)).isEqualTo(1_000);
        assertThat(alice.node().links()).containsExactly(bob.id());
    }

    @Test
    void linesFromAnotherYearAreRefused() {
        var stranger = new Stranger(lan, alice, "mallory", FOREIGN).say("join", 0, "");
        var old = lan.now().minus(Duration.ofDays(365));
        stranger.send(new Line(Line.Type.CHAT, stranger.id(), "old", old, 1, Target.GENERAL, Stamp.NONE, Notes.NONE));
        var ahead = new Stamp(5, lan.now().plus(Duration.ofDays(2)).toEpochMilli(), 0, false, null);
        stranger.send(
                new Line(Line.Type.CHAT, stranger.id(), "ahead", lan.now(), 1, Target.GENERAL, ahead, Notes.NONE));

        assertThat(refused(Refusal.CLOCK_OFF)).isEqualTo(2);
        assertThat(alice.texts()).isEmpty();
    }

    @Test
    void aLamportTimeFarAheadDoesNotSilenceTheOthers() {
        var stranger = ours("mallory");
        long ahead = lan.now().plus(Duration.ofHours(24)).toEpochMilli();
        stranger.send(new Line(
                        Line.Type.CHAT,
                        stranger.id(),
                        "ahead",
                        lan.now(),
                        1,
                        Target.GENERAL,
                        new Stamp(5, ahead, 0, false, null),
                        Notes.NONE)
                .signedBy(keys));

        alice.say("answer");
        lan.run(Duration.ofMillis(50));

        assertThat(alice.texts()).containsExactly("ahead", "answer");
        assertThat(bob.texts()).contains("answer");
    }

    @Test
    void linksFromElsewhereAndTooManyStrangersAreClosed() {
        assertThat(new Stranger(lan, alice, "far", "192.168.7.1").closed()).isEqualTo(CloseReason.NOT_LOCAL);
        for (int i = 0; i < 64; i++)
            assertThat(new Stranger(lan, alice, "s" + i, FOREIGN).closed()).isNull();

        assertThat(new Stranger(lan, alice, "s64", FOREIGN).closed()).isEqualTo(CloseReason.TOO_MANY_STRANGERS);
        lan.runSeconds(30);
        assertThat(alice.node().connections()).isEqualTo(1);
    }

    @Test
    void theOwnNameIsNotAccepted() {
        assertThat(new Stranger(lan, alice, "alice", FOREIGN).say("join", 0, "").closed())
                .isEqualTo(CloseReason.OWN_ID);
        assertThat(alice.node().peers()).hasSize(1);
    }

    @Test
    void toldNumbersThatNobodyHasAreNotAskedForForever() {
        var stranger = ours("mallory");
        stranger.send(
                "{\"type\":\"ping\",\"sender\":\"mallory\",\"timestamp\":\"%s\",\"have\":[[\"bob\",5,9007199254740991]]}\n"
                        .formatted(lan.now()));
        lan.runSeconds(30);

        assertThat(alice.node().counted(Count.WANTS_SENT)).isBetween(1L, 5L);
    }

    // --- helpers of the cases

    private Stranger ours(String name) {
        var stranger = new Stranger(lan, alice, name, FOREIGN);
        return stranger.send(Line.of(Line.Type.JOIN, stranger.id(), lan.now())
                .withStamp(new Stamp(5, 6, 0, false, null))
                .withNotes(Notes.NONE.withHello(new Notes.Hello(NAMED, at(FOREIGN), null)))
                .signedBy(keys));
    }

    private Line line(PeerId sender, String content, int hops) {
        return new Line(
                Line.Type.CHAT,
                sender,
                content,
                lan.now(),
                1,
                Target.GENERAL,
                new Stamp(5, 6, hops, false, null),
                Notes.NONE);
    }

    private Beacon signed(PeerId peer, Endpoint address, Instant time) {
        return new Beacon(false, peer, address, time, NAMED, 1, 1, null, null).signedBy(keys);
    }

    private void beacon(String from, Beacon beacon) {
        for (var effect : alice.handle(new Input.Datagram("eth0", Ipv4.of(from), BeaconCodec.encode(beacon))))
            assertThat(effect).isNotInstanceOf(Effect.Dial.class);
    }

    private static Endpoint at(String host) {
        return new Endpoint(Ipv4.of(host), 7_000);
    }

    private long refused(Refusal reason) {
        return alice.node().refused(reason);
    }
}
