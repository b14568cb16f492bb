package io.bitchat.edge.mesh;

import static io.bitchat.edge.mesh.Member.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.edge.ConcurrentTest;
import io.bitchat.edge.mesh.socket.RawLink;
import io.bitchat.edge.mesh.socket.TcpLinks;
import io.bitchat.lan.CloseReason;
import io.bitchat.lan.Count;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.registry.Peer;
import io.bitchat.lan.registry.Peer.Connection;
import io.bitchat.lan.wire.Beacon;
import io.bitchat.lan.wire.BeaconCodec;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.LineCodec;
import io.bitchat.lan.wire.Notes;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import io.bitchat.lan.wire.Stamp;
import io.vertx.core.Vertx;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that offer encrypted links, beside others that do not or lie about their key. */
class SecureLanTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final List<Member> members = new ArrayList<>();
    private final Ed25519KeyPair signing = Ed25519KeyPair.generate(new SplittableRandom());
    private final X25519KeyPair published = X25519KeyPair.generate(new SplittableRandom());
    private final X25519KeyPair proven = X25519KeyPair.generate(new SplittableRandom());
    private InetSocketAddress group;

    @BeforeEach
    void chooseGroup() throws Exception {
        group = OwnGroup.fresh();
    }

    @AfterEach
    void stop() {
        members.forEach(member -> member.node.close());
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Member start(String id, boolean secured, InetSocketAddress in) throws Exception {
        var member = (secured ? Member.secured(id) : Member.plain(id)).start(vertx, in, id);
        members.add(member);
        return member;
    }

    private static void awaitConnection(Member member, Connection expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(member.connections()).containsExactly(expected));
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"true, true, SECURED", "true, false, PLAIN", "false, true, PLAIN", "false, false, PLAIN"})
    void aLinkIsEncryptedIfBothOfferIt(boolean one, boolean other, Connection expected) throws Exception {
        var alice = start("alice", one, group);
        var bob = start("bob", other, group);

        awaitConnection(alice, expected);
        awaitConnection(bob, expected);
        alice.say("from alice");
        bob.say("from bob");

        await().atMost(PATIENCE).until(() -> alice.shown.contains("from bob") && bob.shown.contains("from alice"));
        assertThat(alice.node.encrypted().isPresent()).isEqualTo(one);
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(booleans = {true, false})
    void whoTapsTheWireReadsALineOnlyIfTheLinkIsPlain(boolean secured) throws Exception {
        var alice = start("alice", secured, group);
        var bob = start("bob", secured, OwnGroup.fresh()); // alice hears of it what the tap wants
        try (var tap = new Tap(bob.node.port())) {
            announce(bob.identity.peer(), bob.identity.keys(), bob.identity.secure(), tap.port());
            awaitConnection(alice, secured ? Connection.SECURED : Connection.PLAIN);
            awaitConnection(bob, secured ? Connection.SECURED : Connection.PLAIN);

            alice.say("the heron is in the reeds");
            bob.say("the otter is under the bridge");

            await().atMost(PATIENCE)
                    .until(() -> alice.shown.contains("the otter is under the bridge")
                            && bob.shown.contains("the heron is in the reeds"));
            assertThat(tap.recorded().contains("the heron is in the reeds")).isEqualTo(!secured);
            assertThat(tap.recorded().contains("the otter is under the bridge")).isEqualTo(!secured);
            assertThat(tap.recorded().contains("sender")).isEqualTo(!secured);
        }
    }

    @ConcurrentTest
    void aLongLineCrossesAnEncryptedLink() throws Exception {
        var alice = start("alice", true, group);
        var bob = start("bob", true, group);
        awaitConnection(alice, Connection.SECURED);
        var text = "x".repeat(60_000);

        for (int i = 0; i < 20; i++) alice.say(i + text);

        await().atMost(PATIENCE).until(() -> bob.shown.size() == 20);
        assertThat(bob.shown.getLast()).isEqualTo(19 + text);
    }

    @ConcurrentTest
    void bothSeeTheFingerprintsOfEachOther() throws Exception {
        var alice = start("alice", true, group);
        var bob = start("bob", true, group);
        awaitConnection(alice, Connection.SECURED);
        awaitConnection(bob, Connection.SECURED);

        assertThat(of(alice.node.peers())).extracting(Peer::fingerprint).containsExactly(bob.identity.fingerprint());
        assertThat(of(bob.node.peers())).extracting(Peer::fingerprint).containsExactly(alice.identity.fingerprint());
    }

    @ConcurrentTest
    void whoIsDialledAndProvesAnotherKeyHasNoLinkAndDoesNotLearnWhoDials() throws Exception {
        var alice = start("alice", true, group);
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            announce(new PeerId("mallory"), signing, published, server.getLocalPort());
            try (var dialled = new RawLink(server.accept())) {
                var handshake = RawLink.accepting(proven);
                dialled.read(handshake);
                dialled.message(handshake.write(RawLink.NOTHING));

                assertThatClosed(dialled::message);
            }
            await().atMost(PATIENCE).until(() -> of(alice.node.closed(CloseReason.WRONG_KEY)) == 1);
            assertThat(alice.connections()).containsExactly(Connection.NONE);
        }
    }

    @ConcurrentTest
    void whoIsDialledAndSaysNothingIsGivenUpInTime() throws Exception {
        var alice = start("alice", true, group);
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            announce(new PeerId("mallory"), signing, published, server.getLocalPort());
            try (var dialled = new RawLink(server.accept())) {
                assertThat(dialled.untilCutOff()).isLessThan(TcpLinks.OPENING.plusSeconds(2));
            }
            await().atMost(PATIENCE).until(() -> of(alice.node.counted(Count.DIALS_FAILED)) == 1);
        }
    }

    @ConcurrentTest
    void whoIsDialledAndAnswersInPlainTextIsGivenUpAtOnce() throws Exception {
        start("alice", true, group);
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            announce(new PeerId("mallory"), signing, published, server.getLocalPort());
            try (var dialled = new RawLink(server.accept())) {
                dialled.raw(greeting());
                assertThat(dialled.untilCutOff()).isLessThan(Duration.ofSeconds(2));
            }
        }
    }

    @ConcurrentTest
    void whoDialsAndProvesAnotherKeyHasNoLink() throws Exception {
        var alice = start("alice", true, group);
        try (var link = RawLink.to(alice.node.port()).shakeHands(proven)) {
            link.frame(greeting());
            link.untilCutOff();
        }

        await().atMost(PATIENCE).until(() -> of(alice.node.closed(CloseReason.WRONG_KEY)) == 1);
        assertThat(alice.links()).isZero();
        try (var link = RawLink.to(alice.node.port()).shakeHands(published)) {
            link.frame(greeting());
            awaitConnection(alice, Connection.SECURED);
        }
    }

    @ConcurrentTest
    void whoOffersEncryptionHasNoPlainLink() throws Exception {
        var alice = start("alice", true, group);
        try (var link = RawLink.to(alice.node.port())) {
            link.raw(greeting());
            link.untilCutOff();
        }

        assertThat(of(alice.node.closed(CloseReason.PLAIN_REFUSED))).isEqualTo(1);
        assertThat(alice.links()).isZero();
    }

    @ConcurrentTest
    void aPlainPeerThatConnectsAndOnlyAnswersHasALinkAndKeepsIt() throws Exception {
        var alice = start("alice", true, group);
        try (var link = RawLink.to(alice.node.port())) {
            // the greeting and the first ping are on two lines
            for (int lines = 0; lines < 2; ) if (link.read() == '\n') lines++;
            link.raw(LineCodec.encode(Line.of(Line.Type.PONG, new PeerId("shy"), Instant.now())));

            awaitConnection(alice, Connection.PLAIN);
            await().during(TcpLinks.OPENING.plusMillis(500)).atMost(PATIENCE).until(() -> alice.links() == 1);
        }
    }

    private byte[] greeting() {
        var address = new Endpoint(Ipv4.of("127.0.0.1"), 1);
        var hello = new Notes.Hello(Profile.PLAIN, address, published.publicKey());
        return LineCodec.encode(Line.of(Line.Type.JOIN, new PeerId("mallory"), Instant.now())
                .withStamp(new Stamp(1, System.currentTimeMillis(), 0, false, null))
                .withNotes(Notes.NONE.withHello(hello))
                .signedBy(signing));
    }

    /** Tells the group that a peer accepts links at this port. */
    private void announce(PeerId peer, Ed25519KeyPair keys, @Nullable X25519KeyPair secure, int port)
            throws IOException {
        var beacon = new Beacon(
                        false,
                        peer,
                        new Endpoint(Ipv4.of("127.0.0.1"), port),
                        Instant.now(),
                        Profile.PLAIN,
                        1,
                        System.currentTimeMillis(),
                        secure == null ? null : secure.publicKey(),
                        null)
                .signedBy(keys);
        var bytes = BeaconCodec.encode(beacon);
        try (var socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            socket.setOption(
                    StandardSocketOptions.IP_MULTICAST_IF,
                    NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress()));
            socket.send(new DatagramPacket(bytes, bytes.length, group));
        }
    }

    private static void assertThatClosed(ThrowingCallable read) {
        assertThatThrownBy(read).isInstanceOf(EOFException.class);
    }
}
