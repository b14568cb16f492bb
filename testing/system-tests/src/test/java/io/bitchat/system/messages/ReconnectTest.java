package io.bitchat.system.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Conditions;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Socket;
import io.bitchat.system.suite.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A device on a bad connection: its socket breaks every 150 ms and reconnects with its last cursor. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class ReconnectTest {
    private static final Duration CONNECTED = Duration.ofMillis(150);
    private static final int SENDS = Boolean.getBoolean("bitchat.full") ? 300 : 60;

    private final Suite suite = Suite.open();
    private final String alice = Client.someone("alice");
    private final String bob = Client.someone("bob");
    private final List<String> got = new ArrayList<>();
    private String cursor = "bTE6MA";

    @Test
    void everyMessageArrivesOnceAndInOrder() throws Exception {
        var sends = CompletableFuture.runAsync(this::sendAll);
        int sockets = 0;
        while (got.size() < SENDS || !sends.isDone()) {
            try (var socket = Socket.open(suite.url(), bob, "?since=" + cursor)) {
                takeFor(CONNECTED, socket);
                sockets++;
            }
        }
        sends.join();
        try (var socket = Socket.open(suite.url(), bob, "?since=" + cursor)) {
            socket.say("{\"type\":\"ping\"}");
            assertThat(socket.next().path("type").asText()).as("nothing more").isEqualTo("pong");
        }
        assertThat(sockets).isGreaterThan(3);
        assertThat(got)
                .isEqualTo(
                        IntStream.rangeClosed(1, SENDS).mapToObj(i -> "m" + i).toList());
    }

    private void sendAll() {
        var client = new Client(suite.url());
        for (int i = 1; i <= SENDS; i++) {
            assertThat(client.send(alice, bob, "m" + i).status()).isEqualTo(201);
            Conditions.pause();
        }
    }

    private void takeFor(Duration time, Socket socket) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            var frame = socket.frames.poll(left, TimeUnit.NANOSECONDS);
            if (frame == null) return;
            got.add(frame.at("/data/content").asText());
            cursor = frame.path("cursor").asText();
        }
    }
}
