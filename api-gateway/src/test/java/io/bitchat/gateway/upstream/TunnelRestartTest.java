package io.bitchat.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.gateway.RawClient;
import io.bitchat.gateway.Suite;
import io.bitchat.gateway.Wait;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sockets whose gateway stops, or whose service is gone without a word. */
class TunnelRestartTest {
    /** A close frame with the code 1012. */
    static final String RESTART = "\u0088\u0002\u0003\u00f4";

    /** The same, as clients must send it: masked, here with zeros. */
    private static final String ANSWER = "\u0088\u0082\0\0\0\0\u0003\u00f4";

    private static final String UPGRADE = RawClient.head(
            "GET /api/bitchat/ws/alice",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

    private Suite suite;

    @BeforeEach
    void start() {
        suite = new Suite();
    }

    @AfterEach
    void stop() {
        if (!stopped) suite.close();
    }

    private boolean stopped;

    private Future<Void> stopGateway() {
        stopped = true;
        return suite.gateway().stop();
    }

    @Test
    void aGatewayThatStopsTellsItsClientsToConnectAgain() {
        var codes = new ConcurrentLinkedQueue<Short>();
        var atService = new ConcurrentLinkedQueue<Short>();
        suite.onSocket = socket -> socket.closeHandler(_ -> atService.add(socket.closeStatusCode()));
        WebSocketClient client = suite.vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(500));
        List<Future<WebSocket>> opening = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            opening.add(client.connect(suite.port(), "127.0.0.1", "/api/bitchat/ws/p" + i)
                    .map(socket -> {
                        socket.closeHandler(_ -> codes.add(socket.closeStatusCode()));
                        return socket;
                    }));
        }
        Suite.await(Future.all(opening));
        Wait.until(() -> suite.gateway().metrics().openSockets() == 450);

        var gone = stopGateway();

        Wait.until(() -> codes.size() == 450 && atService.size() == 450);
        assertThat(codes).containsOnly((short) 1012);
        assertThat(atService).containsOnly((short) 1012);
        Suite.await(gone);
    }

    @Test
    void theCloseFrameWaitsForTheEndOfTheFrameBeforeIt() throws Exception {
        NetSocket service;
        try (var raw = new RawClient(suite.port())) {
            service = openRaw(raw);
            service.write(bytes("\u0081\u0005he"));
            assertThat(raw.readUntil("he")).isEqualTo("\u0081\u0005he");

            stopGateway();
            Wait.until(() -> suite.get("/api/bitchat/peers").statusCode() == 503);
            service.write(bytes("llo\u0081\u0002ok\u0081\u0005ne"));

            assertThat(raw.readUntil("\u00f4")).isEqualTo("llo\u0081\u0002ok" + RESTART);
            raw.send(ANSWER);
            assertThat(raw.readUntil("never")).isEmpty();
        }
    }

    @Test
    void theServiceGetsWhatTheClientStillSaysAndItsAnswer() throws Exception {
        try (var raw = new RawClient(suite.port())) {
            var received = Buffer.buffer();
            var service = openRaw(raw);
            var ended = new CompletableFuture<Void>();
            service.handler(received::appendBuffer).endHandler(ended::complete).resume();

            stopGateway();
            assertThat(raw.readUntil("\u00f4")).isEqualTo(RESTART);
            raw.send("\u0081\u0082\0\0\0\0ok");
            raw.send(ANSWER);

            assertThat(ended).succeedsWithin(Duration.ofSeconds(15));
            assertThat(received.toString(StandardCharsets.ISO_8859_1)).isEqualTo("\u0081\u0082\0\0\0\0ok" + ANSWER);
        }
    }

    @Test
    void aClientThatDoesNotAnswerIsClosedAfterAWhile() throws Exception {
        try (var raw = new RawClient(suite.port())) {
            openRaw(raw);

            var gone = stopGateway();

            assertThat(raw.readUntil("never")).isEqualTo(RESTART);
            Suite.await(gone);
        }
    }

    @Test
    void theCodeOfTheServiceIsNotFollowedByAnother() throws Exception {
        try (var raw = new RawClient(suite.port())) {
            var service = openRaw(raw);

            service.end(bytes("\u0088\u0002\u000f\u00a1"));

            assertThat(raw.readUntil("never")).isEqualTo("\u0088\u0002\u000f\u00a1");
        }
    }

    @Test
    void aServiceThatIsGoneInsideAFrameLeavesNoPlaceForACloseFrame() throws Exception {
        try (var raw = new RawClient(suite.port())) {
            var service = openRaw(raw);

            service.end(bytes("\u0081\u0005he"));

            assertThat(raw.readUntil("never")).isEqualTo("\u0081\u0005he");
        }
    }

    @Test
    void clientsOfAServiceThatIsGoneBetweenFramesAreToldToConnectAgain() throws Exception {
        try (var raw = new RawClient(suite.port())) {
            var service = openRaw(raw);

            service.end(bytes("\u0081\u0002ok"));

            assertThat(raw.readUntil("\u00f4")).isEqualTo("\u0081\u0002ok" + RESTART);
            raw.send(ANSWER);
            assertThat(raw.readUntil("never")).isEmpty();
            Wait.until(() -> suite.gateway().metrics().openSockets() == 0);
        }
    }

    /** Opens a socket whose service side is under the test's control, and reads the head of the answer. */
    private NetSocket openRaw(RawClient raw) throws IOException {
        var service = new CompletableFuture<NetSocket>();
        suite.refuseSockets = true;
        suite.onMessage = request -> request.toNetSocket().onSuccess(service::complete);
        raw.send(UPGRADE);
        assertThat(raw.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101");
        Wait.until(() -> suite.gateway().metrics().openSockets() == 1);
        return service.join();
    }

    private static Buffer bytes(String text) {
        return Buffer.buffer(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
