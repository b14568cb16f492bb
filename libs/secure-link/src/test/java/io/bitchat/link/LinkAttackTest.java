package io.bitchat.link;

import static io.bitchat.link.Node.quick;
import static io.bitchat.link.Node.until;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.link.handshake.LinkHandshakes;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkAttackTest {
    private final Vertx vertx = Vertx.vertx();
    private final Node node = Node.of(vertx, quick().withMaxFrameBytes(1000));
    private int port;

    @BeforeEach
    void listen() {
        port = node.listen().port();
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void anHonestRawPeerIsUnderstood() throws IOException {
        try (var peer = new RawPeer(port)) {
            var session = peer.shakeHands();
            peer.send(session.encrypt(new byte[0]));
            peer.send(session.encrypt(new byte[] {0, 0, 2, 7}));
            peer.send(session.encrypt(new byte[] {8, 0, 0, 0, 0}));
            peer.send(session.encrypt(new byte[] {0, 1, 9}));

            until(() -> node.frames.size() == 3);
            assertThat(node.frames).extracting(Object::toString).containsExactly("0708", "", "09");
        }
    }

    @Test
    void garbageInsteadOfAHandshakeEndsTheConnection() throws IOException {
        try (var peer = new RawPeer(port)) {
            peer.sendRaw("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));

            assertThat(peer.isCutOff()).isTrue();
            assertRefused(CloseReason.HANDSHAKE_MALFORMED);
        }
    }

    @Test
    void aKeyOfZerosEndsTheConnection() throws IOException {
        try (var peer = new RawPeer(port)) {
            peer.send(new byte[32]);

            assertThat(peer.isCutOff()).isTrue();
            assertRefused(CloseReason.HANDSHAKE_NOT_AUTHENTIC);
        }
    }

    @Test
    void garbageWithinTheHandshakeEndsTheConnection() throws IOException {
        try (var peer = new RawPeer(port)) {
            var handshake = new LinkHandshakes(LinkIdentity.generate(Node.RANDOM), Node.RANDOM).dialing();
            peer.send(handshake.write(new byte[0]));
            peer.readInto(handshake);
            var last = handshake.write(new byte[0]);
            last[5] ^= 1;
            peer.send(last);

            assertThat(peer.isCutOff()).isTrue();
            assertRefused(CloseReason.HANDSHAKE_NOT_AUTHENTIC);
        }
    }

    @Test
    void aPayloadInTheHandshakeEndsTheConnection() throws IOException {
        try (var peer = new RawPeer(port)) {
            peer.send(new LinkHandshakes(LinkIdentity.generate(Node.RANDOM), Node.RANDOM)
                    .dialing()
                    .write(new byte[1]));

            assertThat(peer.isCutOff()).isTrue();
            assertRefused(CloseReason.HANDSHAKE_MALFORMED);
        }
    }

    @Test
    void aFrameOverTheLimitIsNotSent() {
        var link = Node.of(vertx, quick().withMaxFrameBytes(1000)).linkTo(node.listen());

        assertThat(link.send(new byte[1001])).isEqualTo(SendResult.TOO_LARGE);
        assertThat(link.send(new byte[1000])).isEqualTo(SendResult.ACCEPTED);
        until(() -> node.frames.size() == 1);
        assertThat(node.frames.getFirst().size()).isEqualTo(1000);
    }

    @Test
    void aFrameAnnouncedOverTheLimitEndsTheLinkBeforeItArrives() throws IOException {
        try (var peer = new RawPeer(port)) {
            var session = peer.shakeHands();
            peer.send(session.encrypt(new byte[] {0, 0, 1, 5, 0, 0x03, (byte) 0xe9}));

            assertThat(peer.isCutOff()).isTrue();
            assertClosed(CloseReason.FRAME_TOO_LARGE);
            assertThat(node.frames).as("what came before it").hasSize(1);
        }
    }

    @Test
    void aDamagedMessageEndsTheLink() throws IOException {
        try (var peer = new RawPeer(port)) {
            var message = peer.shakeHands().encrypt(new byte[] {0, 0, 1, 5});
            message[3] ^= 1;
            peer.send(message);

            assertThat(peer.isCutOff()).isTrue();
            assertClosed(CloseReason.MESSAGE_NOT_AUTHENTIC);
            assertThat(node.frames).isEmpty();
        }
    }

    @Test
    void aRepeatedMessageEndsTheLink() throws IOException {
        try (var peer = new RawPeer(port)) {
            var message = peer.shakeHands().encrypt(new byte[] {0, 0, 1, 5});
            peer.send(message);
            peer.send(message);

            assertThat(peer.isCutOff()).isTrue();
            assertClosed(CloseReason.MESSAGE_NOT_AUTHENTIC);
            assertThat(node.frames).hasSize(1);
        }
    }

    @Test
    void aMessageShorterThanItsTagEndsTheLink() throws IOException {
        try (var peer = new RawPeer(port)) {
            peer.shakeHands();
            peer.send(new byte[15]);

            assertThat(peer.isCutOff()).isTrue();
            assertClosed(CloseReason.MESSAGE_MALFORMED);
        }
    }

    @Test
    void whoeverSaysNothingIsCutOff() throws IOException {
        var impatient = Node.of(vertx, quick().withHandshake(Duration.ofMillis(200)));
        try (var peer = new RawPeer(impatient.listen().port())) {
            peer.sendRaw((byte) 0);

            assertThat(peer.isCutOff()).isTrue();
            until(() -> impatient.endpoint.metrics().ended(CloseReason.HANDSHAKE_TIMEOUT) == 1);
        }
    }

    @Test
    void twoHundredSilentSocketsDoNotKeepAnHonestPeerOut() throws IOException {
        var patient =
                Node.of(vertx, quick().withHandshake(Duration.ofMinutes(5)).withServer(10, 16));
        var server = patient.listen();
        var silent = new ArrayList<RawPeer>();
        try {
            for (int i = 0; i < 200; i++) silent.add(new RawPeer(server.port()));
            Node.of(vertx, quick()).linkTo(server).send(new byte[] {1});

            until(() -> patient.frames.size() == 1);
            assertThat(patient.endpoint.metrics().ended(CloseReason.CROWDED_OUT))
                    .isGreaterThanOrEqualTo(200 - 16);
        } finally {
            for (var peer : silent) peer.close();
        }
    }

    private void assertRefused(CloseReason reason) {
        until(() -> !node.refused.isEmpty());
        assertThat(node.refused).containsExactly(reason);
        assertThat(node.endpoint.metrics().ended(reason)).isEqualTo(1);
        assertThat(node.endpoint.metrics().opened()).isZero();
    }

    private void assertClosed(CloseReason reason) {
        until(() -> !node.closed.isEmpty());
        assertThat(node.closed).containsExactly(reason);
        assertThat(node.endpoint.metrics().ended(reason)).isEqualTo(1);
    }
}
