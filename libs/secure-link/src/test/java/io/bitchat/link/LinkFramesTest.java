package io.bitchat.link;

import static io.bitchat.link.Node.quick;
import static io.bitchat.link.Node.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.Bytes;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkFramesTest {
    private final Vertx vertx = Vertx.vertx();
    private final Node alice = Node.of(vertx, quick());

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_515, 65_516, 65_517, 65_536, 262_144})
    void framesComeBackWhole(int size) {
        var link = alice.linkTo(Node.echoing(vertx, quick()).listen());
        var frame = new byte[size];
        new Random(size).nextBytes(frame);

        assertThat(link.send(frame)).isEqualTo(SendResult.ACCEPTED);

        until(() -> alice.frames.size() == 1);
        assertThat(alice.frames.getFirst()).isEqualTo(Bytes.copyOf(frame));
    }

    @Test
    void tenThousandFramesStayInOrder() {
        var bob = Node.of(vertx, quick());
        var link = alice.linkTo(bob.listen());

        for (int i = 0; i < 10_000; i++) assertThat(link.send(number(i))).isEqualTo(SendResult.ACCEPTED);

        until(() -> bob.frames.size() == 10_000);
        assertThat(bob.frames).isEqualTo(numbers(10_000));
    }

    @Test
    void largeAndSmallFramesMix() {
        var bob = Node.of(vertx, quick());
        var link = alice.linkTo(bob.listen());
        var random = new Random(1);
        var sent = new ArrayList<Bytes>();
        for (int i = 0; i < 60; i++) {
            var frame = new byte[random.nextInt(i % 5 == 0 ? 200_000 : 300)];
            random.nextBytes(frame);
            sent.add(Bytes.copyOf(frame));
            assertThat(link.send(frame)).isEqualTo(SendResult.ACCEPTED);
        }

        until(() -> bob.frames.size() == 60);
        assertThat(bob.frames).isEqualTo(sent);
    }

    @Test
    void framesOfOneTurnShareAMessage() {
        var bob = Node.of(vertx, quick());
        var together = new LinkListener() {
            @Override
            public void opened(Link link) {
                for (int i = 0; i < 100; i++) link.send(number(i));
            }

            @Override
            public void frame(Link link, ByteBuffer frame) {}
        };
        alice.endpoint.dial(Node.address(bob.listen().port()), together);

        until(() -> bob.frames.size() == 100);
        assertThat(bob.links.getFirst().bytesReceived()).isEqualTo(2 + 16 + 100 * (3 + 4));
    }

    @Test
    void distanceDelaysAndKeepsTheOrder() {
        var delay = Duration.ofMillis(200);
        var bob = Node.of(vertx, quick().withReceiveDelay(delay));
        var link = alice.linkTo(bob.listen());
        long start = System.nanoTime();

        for (int i = 0; i < 500; i++) link.send(number(i));
        link.close(CloseReason.LOCAL);

        until(() -> !bob.closed.isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(delay);
        assertThat(bob.frames).as("all that was sent before the end").isEqualTo(numbers(500));
    }

    @Test
    void bothSidesCountTheSameBytes() {
        var bob = Node.of(vertx, quick());
        var link = alice.linkTo(bob.listen());
        link.send(new byte[1000]);
        until(() -> bob.frames.size() == 1);

        assertThat(link.bytesSent()).isEqualTo(2 + 3 + 1000 + 16);
        assertThat(bob.links.getFirst().bytesReceived()).isEqualTo(link.bytesSent());
        assertThat(alice.endpoint.metrics().sent()).isEqualTo(new LinkMetrics.Traffic(1, link.bytesSent()));
        assertThat(bob.endpoint.metrics().received()).isEqualTo(new LinkMetrics.Traffic(1, link.bytesSent()));
    }

    @Test
    void bothSidesKnowWhoTheOtherIs() {
        var bob = Node.of(vertx, quick());
        var link = alice.linkTo(bob.listen());
        until(() -> !bob.links.isEmpty());

        assertThat(link.remoteKey()).isEqualTo(bob.identity.publicKey());
        assertThat(bob.links.getFirst().remoteKey()).isEqualTo(alice.identity.publicKey());
    }

    private static byte[] number(int i) {
        return ByteBuffer.allocate(4).putInt(i).array();
    }

    private static List<Bytes> numbers(int count) {
        var all = new ArrayList<Bytes>();
        for (int i = 0; i < count; i++) all.add(Bytes.copyOf(number(i)));
        return all;
    }
}
