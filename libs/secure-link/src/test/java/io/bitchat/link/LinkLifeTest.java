package io.bitchat.link;

import static io.bitchat.link.Node.quick;
import static io.bitchat.link.Node.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.crypto.Bytes;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinkLifeTest {
    private final Vertx vertx = Vertx.vertx();
    private final Node alice = Node.of(vertx, quick());

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aRemoteThatDoesNotReadFillsTheQueueAndNothingElse() {
        var bob = Node.of(vertx, quick());
        var link = alice.linkTo(bob.listen());
        until(() -> !bob.links.isEmpty());
        bob.links.getFirst().pause();
        var frame = new byte[100_000];
        int accepted = 0;
        var result = link.send(frame);
        for (; result == SendResult.ACCEPTED && accepted < 10_000; accepted++) result = link.send(frame);

        assertThat(result).isEqualTo(SendResult.QUEUE_FULL);
        bob.links.getFirst().resume();
        int all = accepted;
        until(() -> bob.frames.size() == all);
        until(() -> link.send(new byte[] {1}) == SendResult.ACCEPTED);
        until(() -> bob.frames.size() == all + 1);
    }

    @Test
    void ofALongFrameNoMoreIsEncryptedThanTheSocketTakes() {
        int longest = LinkLimits.LARGEST_FRAME_BYTES;
        var config = quick().withOutboundQueueBytes(2 * longest).withMaxFrameBytes(longest);
        var sender = Node.of(vertx, config);
        var bob = Node.of(vertx, config);
        var link = sender.linkTo(bob.listen());
        until(() -> !bob.links.isEmpty());
        bob.links.getFirst().pause();
        var frame = new byte[longest];
        new Random(1).nextBytes(frame);

        assertThat(link.send(frame)).isEqualTo(SendResult.ACCEPTED);
        assertThat(link.send(new byte[] {1})).isEqualTo(SendResult.ACCEPTED);

        until(() -> link.bytesSent() > 0);
        await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(10)).until(() -> link.bytesSent() < longest);
        bob.links.getFirst().resume();
        until(() -> bob.frames.size() == 2);
        assertThat(bob.frames).containsExactly(Bytes.copyOf(frame), Bytes.copyOf(new byte[] {1}));
    }

    @Test
    void aLinkWhoseRemoteDoesNotReadStillEnds() throws IOException {
        var node = Node.of(vertx, quick().withHandshake(Duration.ofMillis(300)));
        try (var peer = new RawPeer(node.listen().port())) {
            peer.shakeHands();
            until(() -> !node.links.isEmpty());
            var link = node.links.getFirst();
            until(() -> link.send(new byte[200_000]) == SendResult.QUEUE_FULL);

            link.close(CloseReason.LOCAL);

            until(() -> node.closed.contains(CloseReason.LOCAL));
            assertThat(link.send(new byte[1])).isEqualTo(SendResult.CLOSED);
            assertThat(peer.isCutOff()).isTrue();
        }
    }

    @Test
    void dialsAgainWhenTheServerIsBack() {
        var bob = Node.of(vertx, quick());
        var server = bob.listen();
        int port = server.port();
        alice.linkTo(server);
        server.close().toCompletionStage().toCompletableFuture().join();
        until(() -> alice.refused.contains(CloseReason.SOCKET_ERROR));

        bob.listen(port);

        until(() -> alice.endpoint.metrics().opened() == 2);
        until(() -> !bob.links.isEmpty() && !alice.links.isEmpty());
    }

    @Test
    void aClosedDialerDialsNoMore() {
        var bob = Node.of(vertx, quick());
        var dialer = alice.dial(bob.listen());
        until(() -> !alice.links.isEmpty() && !bob.links.isEmpty());

        dialer.close();

        until(() -> alice.closed.contains(CloseReason.LOCAL));
        until(() -> bob.closed.contains(CloseReason.REMOTE));
        Node.of(vertx, quick()).linkTo(bob.listen());
        assertThat(alice.endpoint.metrics().opened()).isEqualTo(1);
    }

    @Test
    void whatWasAcceptedBeforeTheEndArrives() {
        var bob = Node.of(vertx, quick());
        var link = alice.linkTo(bob.listen());
        for (int i = 0; i < 30; i++) link.send(new byte[100_000]);
        link.close(CloseReason.LOCAL);

        until(() -> !bob.closed.isEmpty());
        assertThat(bob.frames).hasSize(30);
    }

    @Test
    void nothingIsDeliveredAfterALinkWasClosed() {
        var first = new LinkListener() {
            private final AtomicInteger frames = new AtomicInteger();

            @Override
            public void frame(Link link, ByteBuffer frame) {
                frames.incrementAndGet();
                link.close(CloseReason.MISBEHAVED);
            }
        };
        var server = alice.endpoint
                .listen("127.0.0.1", 0, first)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        var link = Node.of(vertx, quick()).linkTo(server);
        for (int i = 0; i < 100; i++) link.send(new byte[10]);

        until(() -> alice.endpoint.metrics().ended(CloseReason.MISBEHAVED) >= 1);
        assertThat(first.frames).hasValue(1);
    }

    @Test
    void silenceEndsALink() throws IOException {
        var node = Node.of(vertx, quick().withIdle(Duration.ofMillis(300)));
        try (var peer = new RawPeer(node.listen().port())) {
            peer.shakeHands();

            assertThat(peer.isCutOff()).isTrue();
            until(() -> node.closed.contains(CloseReason.IDLE));
        }
    }

    @Test
    void signsOfLifeKeepAQuietLink() {
        var config = quick().withIdle(Duration.ofMillis(300));
        var node = Node.of(vertx, config);
        var link = Node.of(vertx, config).linkTo(node.listen());

        until(() -> link.bytesReceived() >= 10 * 18);
        assertThat(node.closed).isEmpty();
        assertThat(node.frames).isEmpty();
    }

    @Test
    void aFailingListenerLosesItsLink() {
        var failing = new LinkListener() {
            @Override
            public void frame(Link link, ByteBuffer frame) {
                throw new IllegalStateException("on purpose");
            }
        };
        var server = alice.endpoint
                .listen("127.0.0.1", 0, failing)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        Node.of(vertx, quick()).linkTo(server).send(new byte[1]);

        until(() -> alice.endpoint.metrics().ended(CloseReason.LISTENER_FAILED) == 1);
    }
}
