package io.bitchat.messages.rooms;

import static io.bitchat.messages.rooms.RoomClient.chunk;
import static io.bitchat.messages.rooms.RoomClient.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.messages.Api;
import io.bitchat.messages.RealServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketClient;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever does not read is not sent more than a bounded amount, and holds up nobody else. */
@QuarkusTest
@RealServers
@WithTestResource(RoomServicePort.class)
class RoomBackpressureTest {
    private static final int CHUNK = 65_536;
    /** Buffers of the operating system on two connections, and what this service holds; far below what is offered. */
    private static final long MOST_UNDER_WAY = 40 << 20;

    private static final long OFFERED = 200 << 20;

    @Inject
    RoomConfig config;

    private final Vertx vertx = FarEnd.oneThread();
    private final Vertx otherThreads = FarEnd.oneThread();
    private final WebSocketClient clients = RoomClient.clients(vertx);
    private final WebSocketClient others = RoomClient.clients(otherThreads);
    private final String alice = "alice-" + UUID.randomUUID();
    private final String bob = "bob-" + UUID.randomUUID();
    private final String room = "room-" + UUID.randomUUID();
    private final UUID transfer = UUID.randomUUID();
    private final Buffer chunk = chunk(transfer, 0, CHUNK);
    private FarEnd far;

    @BeforeEach
    void start() {
        far = new FarEnd(config.url());
        far.keeps = false;
    }

    @AfterEach
    void stop() {
        FarEnd.join(vertx.close());
        FarEnd.join(otherThreads.close());
        far.close();
    }

    private RoomClient open() {
        return RoomClient.open(clients, alice);
    }

    /** Writes chunks as fast as they are taken; counts them. */
    private static AtomicLong flood(Vertx vertx, WebSocketBase socket, Buffer chunk) {
        var sent = new AtomicLong();
        vertx.runOnContext(_ -> pump(socket, chunk, OFFERED, sent));
        return sent;
    }

    private static void pump(WebSocketBase socket, Buffer chunk, long bytes, AtomicLong sent) {
        while (sent.get() < bytes) {
            if (socket.isClosed()) return;
            if (socket.writeQueueFull()) {
                socket.drainHandler(_ -> pump(socket, chunk, bytes, sent));
                return;
            }
            sent.addAndGet(chunk.length());
            var _ = socket.writeBinaryMessage(chunk);
        }
    }

    /** The value once it has not changed for a second. */
    private static long settled(LongSupplier value) {
        var last = new AtomicLong(-1);
        await().pollInterval(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(30))
                .until(() -> last.getAndSet(value.getAsLong()) == value.getAsLong());
        return value.getAsLong();
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                + ManagementFactory.getPlatformMXBeans(java.lang.management.BufferPoolMXBean.class).stream()
                        .mapToLong(java.lang.management.BufferPoolMXBean::getMemoryUsed)
                        .sum();
    }

    @Test
    void aClientThatDoesNotReadStopsTheReadingOfItsLinkAndNoOther() throws Exception {
        try (var slow = open();
                var other = open()) {
            slow.say(frame("join-room", room, transfer));
            var link = far.link();
            other.say(frame("join-room", room, transfer));
            var otherLink = far.link();
            slow.keeps = false;
            other.keeps = false;
            long before = heap();
            slow.socket.pause();

            var sent = flood(far.vertx, link.socket, chunk);
            long stopped = settled(sent::get);
            assertThat(stopped).isLessThan(MOST_UNDER_WAY);
            assertThat(heap() - before).as("bytes held here and in this test").isLessThan(20 << 20);

            flood(far.vertx, otherLink.socket, chunk);
            await().atMost(Duration.ofSeconds(20)).until(() -> other.bytes.get() >= OFFERED);
            assertThat(sent.get()).isEqualTo(stopped);

            slow.socket.resume();
            await().atMost(Duration.ofSeconds(20)).until(() -> slow.bytes.get() >= OFFERED);
        }
    }

    @Test
    void aFarEndThatDoesNotReadStopsTheReadingOfTheSocketAndNoOther() throws Exception {
        far.reads = false;
        try (var client = open();
                var other = RoomClient.open(clients, bob)) {
            client.say(frame("join-room", room, transfer));
            var link = far.link();
            long before = heap();

            var sent = flood(vertx, client.socket, chunk);
            long stopped = settled(sent::get);
            assertThat(stopped).isLessThan(MOST_UNDER_WAY);
            assertThat(heap() - before).as("bytes held here and in this test").isLessThan(20 << 20);
            assertThat(other.isQuiet()).isTrue();
            Api.send(alice, bob, "hello");
            assertThat(other.json().at("/data/content").asText()).isEqualTo("hello");

            link.socket.resume();
            await().atMost(Duration.ofSeconds(20)).until(() -> link.bytes.get() >= OFFERED);
            assertThat(client.isQuiet()).isTrue();
        }
    }

    /** Memory of a link that closes while nobody reads is given back, and the socket closes. */
    @Test
    void aSocketThatClosesWhileItsLinkFloodsTakesTheLinkWithIt() throws Exception {
        try (var slow = open()) {
            slow.say(frame("join-room", room, transfer));
            var link = far.link();
            slow.socket.pause();
            settled(flood(far.vertx, link.socket, chunk)::get);

            slow.socket.resume();
            slow.close();

            await().atMost(Duration.ofSeconds(5)).until(() -> link.closed);
        }
    }

    @Test
    void chatGoesBeforeChunks() throws Exception {
        try (var client = RoomClient.open(others, bob)) {
            var without = sendToSocket(client);
            client.say(frame("join-room", room, transfer));
            var link = far.link();
            client.keeps = false;
            long bytes = client.bytes.get();
            // as fast as a quick transfer, and no faster, so that the machine has time for the messages
            var chunks = far.vertx.setPeriodic(10, _ -> {
                for (int i = 0; i < 8 && !link.socket.writeQueueFull(); i++) link.say(chunk);
            });
            await().until(() -> client.bytes.get() > bytes + (4 << 20));
            var with = sendToSocket(client);
            far.vertx.cancelTimer(chunks);

            System.out.printf(
                    "send-to-socket p50 %d us, p95 %d us; with chunks (%d MB) p50 %d us, p95 %d us%n",
                    without[without.length / 2] / 1000,
                    without[without.length * 95 / 100] / 1000,
                    client.bytes.get() >> 20,
                    with[with.length / 2] / 1000,
                    with[with.length * 95 / 100] / 1000);
            assertThat(with[with.length / 2])
                    .as("a busy machine is allowed 20 ms")
                    .isLessThan(2 * without[without.length / 2] + 20_000_000);
        }
    }

    private long[] sendToSocket(RoomClient client) throws Exception {
        var nanos = new long[100];
        for (int i = -20; i < nanos.length; i++) {
            long before = System.nanoTime();
            Api.send(alice, bob, "hello");
            assertThat(client.json().path("type").asText()).isEqualTo("message");
            if (i >= 0) nanos[i] = System.nanoTime() - before;
        }
        Arrays.sort(nanos);
        return nanos;
    }
}
