package io.bitchat.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.gateway.GatewayConfig;
import io.bitchat.gateway.RawClient;
import io.bitchat.gateway.Suite;
import io.bitchat.gateway.Wait;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketTunnelTest {
    private static final int MANY = 1_000;
    private static final String UPGRADE = RawClient.head(
            "GET /api/bitchat/ws/%s",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    /** Header of a masked binary frame with a payload of 1 MiB. */
    private static final String A_MEBIBYTE = "\u0082\u00ff\0\0\0\0\0\u0010\0\0\0\0\0\0";

    private Suite suite;
    private WebSocketClient client;

    @BeforeEach
    void start() {
        suite = new Suite(GatewayConfig.Times.DEFAULT, List.of("*"));
        client = suite.vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(MANY * 2));
    }

    @AfterEach
    void stop() {
        suite.close();
    }

    @Test
    void carriesFramesBothWaysFromTheFirstByte() {
        var uri = new CompletableFuture<String>();
        suite.onSocket = socket -> {
            uri.complete(socket.uri());
            socket.writeTextMessage("welcome");
            socket.textMessageHandler(text -> socket.writeTextMessage("echo " + text));
        };
        var received = new ArrayList<String>();
        var two = new CountDownLatch(2);

        WebSocket socket = Suite.await(open("/api/bitchat/ws/alice/?since=c1").map(opened -> {
            opened.textMessageHandler(text -> {
                received.add(text);
                two.countDown();
            });
            return opened;
        }));
        Suite.await(socket.writeTextMessage("hello"));

        assertThat(waitFor(two)).isTrue();
        assertThat(received).containsExactly("welcome", "echo hello");
        assertThat(uri.join()).isEqualTo("/api/bitchat/ws/alice?since=c1");
    }

    @Test
    void closesOneSideWithTheOther() {
        var byService = new CompletableFuture<Short>();
        WebSocket first = Suite.await(open("/api/bitchat/ws/a"));
        first.closeHandler(_ -> byService.complete(first.closeStatusCode()));
        suite.onSocket = socket -> socket.textMessageHandler(_ -> socket.close((short) 4001, "over"));
        WebSocket second = Suite.await(open("/api/bitchat/ws/b"));
        second.closeHandler(_ -> byService.complete(second.closeStatusCode()));
        Suite.await(second.writeTextMessage("close"));

        assertThat(byService).succeedsWithin(Duration.ofSeconds(15)).isEqualTo((short) 4001);
        Suite.await(first.close());
        Suite.await(second.close());
        eventually(() -> suite.gateway().metrics().openSockets() == 0);
        eventually(() -> suite.gateway().metrics().connections().get() == 0);
    }

    /** A process that is killed has bytes that it did not read, so the kernel resets its connections. */
    @Test
    void closesTheClientsOfAServiceThatIsKilled() throws Exception {
        var service = new CompletableFuture<NetSocket>();
        suite.refuseSockets = true;
        suite.onMessage = request -> request.toNetSocket().onSuccess(socket -> service.complete(socket.pause()));
        try (var raw = new RawClient(suite.port())) {
            raw.send(UPGRADE.formatted("alice"));
            assertThat(raw.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101");
            raw.send(A_MEBIBYTE + "x".repeat(1 << 20));

            service.join().close();

            assertThat(raw.readUntil("never")).isEqualTo(TunnelRestartTest.RESTART);
            Wait.until(() -> suite.gateway().metrics().openSockets() == 0);
        }
    }

    @Test
    void passesOnWhatAServiceSendsThatClosesAtOnce() throws Exception {
        suite.refuseSockets = true;
        suite.onMessage = request -> request.toNetSocket().onSuccess(socket -> socket.end(Buffer.buffer("bye")));
        for (int i = 0; i < 100; i++) {
            try (var raw = new RawClient(suite.port())) {
                raw.send(UPGRADE.formatted("p" + i));
                assertThat(raw.readUntil("never")).startsWith("HTTP/1.1 101").endsWith("\r\n\r\nbye");
            }
        }
        Wait.until(() -> suite.gateway().metrics().openSockets() == 0);
    }

    @Test
    void passesARefusalOn() {
        suite.refuseSockets = true;
        suite.onMessage = request -> {
            HttpServerResponse response = request.response().setStatusCode(401);
            response.putHeader("content-type", "application/problem+json").end("{\"code\":\"unauthenticated\"}");
        };

        var refused = open("/api/bitchat/ws/alice").toCompletionStage().toCompletableFuture();

        assertThat(refused)
                .failsWithin(Duration.ofSeconds(15))
                .withThrowableThat()
                .havingCause()
                .satisfies(cause -> {
                    var rejection = (UpgradeRejectedException) cause;
                    assertThat(rejection.getStatus()).isEqualTo(401);
                    assertThat(rejection.getBody().toString()).contains("unauthenticated");
                });
    }

    /**
     * Brackets are illegal in a path (RFC 3986 3.3), so they are forwarded percent-encoded like any illegal character.
     */
    @Test
    void answersForNamesThatNoPathMayHave() throws Exception {
        suite.refuseSockets = true;
        suite.onMessage = request -> request.response().setStatusCode(422).end(request.uri());

        String answer;
        try (var client = new RawClient(suite.port())) {
            client.send(RawClient.head(
                    "GET /api/bitchat/ws/[a]",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
            answer = client.readUntil("%5Ba%5D");
        }

        assertThat(answer).startsWith("HTTP/1.1 422").contains("/api/bitchat/ws/%5Ba%5D");
    }

    @Test
    void aRefusalGivesItsConnectionBackAtOnce() {
        var gone = new CompletableFuture<Void>();
        suite.refuseSockets = true;
        suite.onMessage = request -> {
            request.connection().closeHandler(gone::complete);
            request.response().setStatusCode(401).end("no");
        };

        assertThat(open("/api/bitchat/ws/alice").toCompletionStage().toCompletableFuture())
                .failsWithin(Duration.ofSeconds(15));
        assertThat(gone).succeedsWithin(Duration.ofSeconds(2));
    }

    @Test
    void whoHangsUpWhileItIsAskedForGivesItsConnectionBack() throws Exception {
        var arrived = new CountDownLatch(1);
        var gone = new CompletableFuture<Void>();
        suite.refuseSockets = true;
        suite.onMessage = request -> {
            request.connection().closeHandler(gone::complete);
            arrived.countDown();
        };
        try (var raw = new RawClient(suite.port())) {
            raw.send(UPGRADE.formatted("alice"));
            assertThat(waitFor(arrived)).isTrue();
        }

        assertThat(gone).succeedsWithin(Duration.ofSeconds(5));
        Wait.until(() -> suite.gateway().metrics().inFlight() == 0);
    }

    @Test
    void closesASocketWhoseClientReadsNothing() throws Exception {
        try (var quick = new Suite(Suite.QUICK, List.of())) {
            var gone = new CompletableFuture<Void>();
            quick.onSocket = socket -> {
                socket.closeHandler(gone::complete);
                socket.drainHandler(_ -> flood(socket));
                flood(socket);
            };
            try (var raw = new RawClient(quick.port())) {
                raw.send(UPGRADE.formatted("alice"));

                assertThat(gone).succeedsWithin(Duration.ofSeconds(15));
                Wait.until(() -> quick.gateway().metrics().openSockets() == 0);
            }
        }
    }

    private static void flood(ServerWebSocket socket) {
        while (!socket.writeQueueFull()) {
            socket.writeBinaryMessage(Buffer.buffer(new byte[16 << 10]));
        }
    }

    @Test
    void boundsTheSocketsOfOnePeer() {
        var shares = new GatewayConfig.Shares(100, 100, 100, 2, 100, false);
        try (var small =
                new Suite(Suite.PATIENT, new GatewayConfig.Access(List.of(), List.of(), ""), Suite.SMALL, shares)) {
            WebSocket first = Suite.await(client.connect(small.port(), "127.0.0.1", "/api/bitchat/ws/alice"));
            Suite.await(client.connect(small.port(), "127.0.0.1", "/api/bitchat/ws/alic%65"));

            assertThat(refusal(small, "/api/bitchat/ws/alice")).isEqualTo(429);
            Suite.await(client.connect(small.port(), "127.0.0.1", "/api/bitchat/ws/bob"));
            Wait.until(() -> small.gateway().metrics().openSockets() == 3);
            Suite.await(first.close());
            Wait.until(() -> small.gateway().metrics().openSockets() == 2);
            Suite.await(client.connect(small.port(), "127.0.0.1", "/api/bitchat/ws/alice"));
        }
    }

    @Test
    void boundsTheSocketsOfOneAddressAndOfAll() {
        var ofAddress = new GatewayConfig.Shares(100, 100, 2, 50, 100, true);
        var ofAll = new GatewayConfig.Shares(100, 100, 50, 50, 2, false);
        for (var shares : List.of(ofAddress, ofAll)) {
            var access = new GatewayConfig.Access(List.of(), List.of(), "");
            try (var small = new Suite(Suite.PATIENT, access, Suite.SMALL, shares)) {
                Suite.await(client.connect(small.port(), "127.0.0.1", "/api/bitchat/ws/a"));
                Suite.await(client.connect(small.port(), "127.0.0.1", "/api/bitchat/ws/b"));

                assertThat(refusal(small, "/api/bitchat/ws/c")).isEqualTo(shares == ofAll ? 503 : 429);
            }
        }
    }

    private int refusal(Suite of, String path) {
        var refused = client.connect(of.port(), "127.0.0.1", path)
                .<Integer>map(_ -> 101)
                .otherwise(cause -> ((UpgradeRejectedException) cause).getStatus());
        return Suite.await(refused);
    }

    @Test
    void answersWithoutAServiceOrAnUpgrade() {
        assertThat(suite.get("/api/bitchat/ws/alice").statusCode()).isEqualTo(426);
        suite.stopMessageService();

        var refused = open("/api/bitchat/ws/alice").toCompletionStage().toCompletableFuture();

        assertThat(refused)
                .failsWithin(Duration.ofSeconds(15))
                .withThrowableThat()
                .havingCause()
                .satisfies(cause -> assertThat(((UpgradeRejectedException) cause).getStatus())
                        .isEqualTo(503));
    }

    @Test
    void refusesPagesOfForeignOrigins() {
        try (var strict = new Suite(Suite.PATIENT, List.of("http://localhost:*"))) {
            var options = new WebSocketConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(strict.port())
                    .setURI("/api/bitchat/ws/alice")
                    .setHeaders(MultiMap.caseInsensitiveMultiMap().add("Origin", "https://evil.example"));

            var refused = client.connect(options).toCompletionStage().toCompletableFuture();

            assertThat(refused)
                    .failsWithin(Duration.ofSeconds(15))
                    .withThrowableThat()
                    .havingCause()
                    .satisfies(cause -> assertThat(((UpgradeRejectedException) cause).getStatus())
                            .isEqualTo(403));
        }
    }

    @Test
    void slowsTheServiceDownForASlowClient() {
        int frame = 16 << 10;
        long total = 64L << 20;
        var written = new AtomicLong();
        suite.onSocket = socket -> {
            Runnable[] pump = new Runnable[1];
            pump[0] = () -> {
                while (!socket.writeQueueFull() && written.get() < total) {
                    socket.writeBinaryMessage(Buffer.buffer(new byte[frame]));
                    written.addAndGet(frame);
                }
            };
            socket.drainHandler(_ -> pump[0].run());
            pump[0].run();
        };
        var received = new AtomicLong();
        WebSocket slow = Suite.await(open("/api/bitchat/ws/slow").map(opened -> {
            opened.pause();
            opened.handler(buffer -> received.addAndGet(buffer.length()));
            return opened;
        }));
        eventuallySteady(written);

        assertThat(written.get()).isLessThan(total / 2);
        slow.resume();
        eventually(() -> received.get() == total);
    }

    @Test
    void holdsManySockets() {
        List<Future<WebSocket>> opening = new ArrayList<>();
        var echoes = new AtomicInteger();
        for (int i = 0; i < MANY; i++) {
            opening.add(open("/api/bitchat/ws/p" + i).map(socket -> {
                socket.textMessageHandler(_ -> echoes.incrementAndGet());
                return socket;
            }));
        }
        Suite.await(Future.all(opening));

        // a client may see its upgrade a moment before the gateway counts it
        eventually(() -> suite.gateway().metrics().openSockets() == MANY);
        opening.forEach(socket -> socket.result().writeTextMessage("x"));
        eventually(() -> echoes.get() == MANY);
    }

    private Future<WebSocket> open(String path) {
        return client.connect(suite.port(), "127.0.0.1", path);
    }

    private static boolean waitFor(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void eventually(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("condition within 30 s").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** Waits until nothing was written for half a second. */
    private static void eventuallySteady(AtomicLong written) {
        long[] last = {written.get(), System.nanoTime()};
        eventually(() -> {
            if (written.get() != last[0]) {
                last[0] = written.get();
                last[1] = System.nanoTime();
            }
            return written.get() > 0 && System.nanoTime() - last[1] > TimeUnit.MILLISECONDS.toNanos(500);
        });
    }
}
