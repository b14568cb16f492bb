package io.bitchat.messages.rooms;

import static io.bitchat.messages.rooms.RoomClient.chunk;
import static io.bitchat.messages.rooms.RoomClient.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.messages.RealServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Prints how fast chunks pass from one client to another, and what that costs here: both legs, so each byte twice. */
@QuarkusTest
@RealServers
@WithTestResource(RoomServicePort.class)
class RoomThroughputTest {
    private static final long BYTES = Boolean.getBoolean("bitchat.full") ? 4L << 30 : 400L << 20;

    @Inject
    RoomConfig config;

    private final UUID transfer = UUID.randomUUID();
    private final String room = "room-" + UUID.randomUUID();

    @Test
    void chunksPassQuickly() throws Exception {
        var vertx = FarEnd.oneThread();
        var clients = RoomClient.clients(vertx);
        try (var far = new FarEnd(config.url());
                var sender = RoomClient.open(clients, "alice-" + UUID.randomUUID());
                var receiver = RoomClient.open(clients, "bob-" + UUID.randomUUID())) {
            far.keeps = false;
            receiver.keeps = false;
            receiver.say(frame("file-share-accept", room, transfer));
            var to = far.link();
            sender.say(frame("file-share-credit", room, transfer));
            var from = far.link();
            from.socket.binaryMessageHandler(message -> pass(message, from.socket, to.socket));
            var ofTest = threadsOf(vertx);
            ofTest.addAll(threadsOf(far.vertx));

            run(vertx, sender, receiver, BYTES / 4); // the compiler's turn
            long cpu = cpuExcept(ofTest);
            long begin = System.nanoTime();
            run(vertx, sender, receiver, BYTES);
            double seconds = (System.nanoTime() - begin) / 1e9;
            double cpuSeconds = (cpuExcept(ofTest) - cpu) / 1e9;

            System.out.printf(
                    "relay %d MB: %.0f MB/s from client to client, message-service %.2f CPU seconds per GB%n",
                    BYTES / 1_000_000, BYTES / 1e6 / seconds, cpuSeconds / (BYTES / 1e9));
            assertThat(BYTES / 1e6 / seconds).isGreaterThan(20);
        } finally {
            FarEnd.join(vertx.close());
        }
    }

    private static void pass(Buffer message, WebSocketBase from, WebSocketBase to) {
        if (to.isClosed()) return;
        var _ = to.writeBinaryMessage(message);
        if (!to.writeQueueFull()) return;
        from.pause();
        to.drainHandler(_ -> from.resume());
    }

    private void run(Vertx vertx, RoomClient sender, RoomClient receiver, long bytes) {
        var chunk = chunk(transfer, 0, 65_536);
        long until = receiver.bytes.get() + bytes / chunk.length() * chunk.length();
        vertx.runOnContext(_ -> pump(sender.socket, chunk, bytes / chunk.length()));
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofMinutes(3))
                .until(() -> receiver.bytes.get() >= until);
    }

    private static void pump(WebSocketBase socket, Buffer chunk, long count) {
        for (long left = count; left > 0 && !socket.isClosed(); left--) {
            if (socket.writeQueueFull()) {
                long rest = left;
                socket.drainHandler(_ -> pump(socket, chunk, rest));
                return;
            }
            var _ = socket.writeBinaryMessage(chunk);
        }
    }

    private static Set<Long> threadsOf(Vertx vertx) {
        Set<Long> threads = ConcurrentHashMap.newKeySet();
        vertx.runOnContext(_ -> threads.add(Thread.currentThread().threadId()));
        await().until(() -> !threads.isEmpty());
        return threads;
    }

    /** CPU time of all event loops but these. */
    private static long cpuExcept(Set<Long> others) {
        var threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("vert.x-eventloop"))
                .filter(thread -> !others.contains(thread.getThreadId()))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }
}
