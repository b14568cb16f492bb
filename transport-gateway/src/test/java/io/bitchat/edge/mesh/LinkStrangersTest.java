package io.bitchat.edge.mesh;

import static io.bitchat.edge.mesh.Member.of;
import static io.bitchat.lan.CloseReason.TOO_MANY_STRANGERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.edge.adapter.OpenSockets;
import io.bitchat.edge.mesh.socket.RawLink;
import io.bitchat.edge.mesh.socket.TcpLinks;
import io.bitchat.lan.registry.Peer.Connection;
import io.bitchat.link.CloseReason;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that do not become links, at a node that has an encrypted link to another. */
class LinkStrangersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** The limit of a node, and some time for a busy machine. */
    private static final Duration LIMIT = TcpLinks.OPENING.plusSeconds(2);

    private final Vertx vertx = Vertx.vertx();
    private final X25519KeyPair keys = X25519KeyPair.generate(new SplittableRandom());
    private final List<Member> members = new ArrayList<>();
    private InetSocketAddress group;
    private Member alice;
    private Member bob;
    private long sockets;

    @BeforeEach
    void start() throws Exception {
        group = OwnGroup.fresh();
        alice = start("alice");
        bob = start("bob");
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (var member : members) assertThat(member.connections()).containsExactly(Connection.SECURED);
        });
        sockets = OpenSockets.count();
    }

    private Member start(String id) throws Exception {
        var member = Member.secured(id).start(vertx, group, id);
        members.add(member);
        return member;
    }

    @AfterEach
    void stop() {
        members.forEach(member -> member.node.close());
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Nobody else has suffered, and nothing is left. */
    private void assertOthersTalk() throws Exception {
        alice.say("still here");
        bob.say("here too");
        await().atMost(PATIENCE).until(() -> bob.shown.contains("still here") && alice.shown.contains("here too"));
        assertThat(alice.connections()).containsExactly(Connection.SECURED);
        await().atMost(PATIENCE).until(() -> OpenSockets.count() <= sockets);
    }

    @Test
    void whoNeverSaysAnythingIsCutOffInTime() throws Exception {
        try (var silent = RawLink.to(alice.node.port())) {
            assertThat(silent.untilCutOff()).isLessThan(LIMIT);
        }

        assertOthersTalk();
        assertThat(alice.node.strangers()).isEqualTo(1);
    }

    @Test
    void whoDripsTheHandshakeIsCutOffInTime() throws Exception {
        try (var slow = RawLink.to(alice.node.port())) {
            slow.raw((byte) 0, (byte) 32);
            await().pollInterval(Duration.ofMillis(150)).atMost(LIMIT).until(slow::isRefused);
        }

        assertOthersTalk();
        assertThat(ended(CloseReason.HANDSHAKE_TIMEOUT)).isEqualTo(1);
    }

    @Test
    void whoSendsGarbageAsAHandshakeIsCutOffAtOnce() throws Exception {
        try (var loud = RawLink.to(alice.node.port())) {
            loud.raw(new byte[64]);
            assertThat(loud.untilCutOff()).isLessThan(Duration.ofSeconds(2));
        }
        try (var loud = RawLink.to(alice.node.port())) {
            loud.message(RawLink.dialling(keys).write(RawLink.NOTHING));
            loud.message();
            loud.message(new byte[64]);
            assertThat(loud.untilCutOff()).isLessThan(Duration.ofSeconds(2));
        }

        assertOthersTalk();
        assertThat(ended(CloseReason.HANDSHAKE_MALFORMED)).isEqualTo(1);
        assertThat(ended(CloseReason.HANDSHAKE_NOT_AUTHENTIC)).isEqualTo(1);
        assertThat(alice.node.strangers()).isEqualTo(2);
    }

    @Test
    void whoHangsUpWithinTheHandshakeLeavesNothing() throws Exception {
        try (var hasty = RawLink.to(alice.node.port())) {
            hasty.raw((byte) 0);
        }
        try (var hasty = RawLink.to(alice.node.port())) {
            hasty.message(RawLink.dialling(keys).write(RawLink.NOTHING));
            hasty.message();
        }

        await().atMost(PATIENCE).until(() -> alice.node.strangers() == 2);
        assertOthersTalk();
    }

    @Test
    void aCrowdOfSilentConnectionsKeepsNobodyOut() throws Exception {
        var crowd = new ArrayList<RawLink>();
        try {
            for (int i = 0; i < 300; i++) crowd.add(RawLink.to(alice.node.port()));
            await().atMost(PATIENCE).until(() -> alice.node.strangers() >= 300 - TcpLinks.MAX_NEWCOMERS);
            var carol = start("carol");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(carol.connections())
                    .containsExactly(Connection.SECURED, Connection.SECURED));

            alice.say("to all");

            await().atMost(PATIENCE).until(() -> bob.shown.contains("to all") && carol.shown.contains("to all"));
            for (var one : crowd) one.untilCutOff();
            assertThat(alice.node.strangers()).isGreaterThanOrEqualTo(300);
            assertThat(of(alice.node.links())).isEqualTo(2);
            // the silent ones do not use up the room for those who have not said their name
            assertThat(of(alice.node.closed(TOO_MANY_STRANGERS))).isZero();
        } finally {
            for (var one : crowd) close(one);
        }
    }

    private static void close(RawLink one) {
        try {
            one.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private long ended(CloseReason reason) {
        return alice.node.encrypted().orElseThrow().ended(reason);
    }
}
