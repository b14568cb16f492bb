package io.bitchat.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.gateway.GatewayConfig.Access;
import io.bitchat.gateway.GatewayConfig.Shares;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The effect of slow clients on others; the pools of these suites have 32 connections. */
class SlowClientsTest {
    private static final Duration SOON = Duration.ofSeconds(4);
    private static final String SEND = "/api/bitchat/messages/send";

    @Test
    void halfSentBodiesKeepNobodyWaiting() throws IOException {
        try (var suite = new Suite()) {
            suite.onMessage = request ->
                    request.body().onSuccess(body -> request.response().end("got " + body.length()));
            var crowd =
                    RawClient.crowd(suite.port(), 140, RawClient.head("POST " + SEND, "Content-Length: 1000") + "{");

            assertThat(suite.post(SEND, "{}").body()).isEqualTo("got 2");
            RawClient.leave(crowd);
        }
    }

    @Test
    void halfSentChunksOfFilesKeepNobodyWaiting() throws IOException {
        try (var suite = new Suite()) {
            suite.onFile = request ->
                    request.body().onSuccess(body -> request.response().end("got " + body.length()));
            String head = RawClient.head("PUT /api/bitchat/files/f/chunks/0", "Content-Length: 200000");
            var crowd = RawClient.crowd(suite.port(), 40, head + "x".repeat(100_000));

            assertThat(suite.post("/api/bitchat/files/f/chunks/1", "x".repeat(150_000))
                            .body())
                    .isEqualTo("got 150000");
            RawClient.leave(crowd);
        }
    }

    @Test
    void answersThatNobodyReadsKeepNobodyWaiting() throws IOException {
        try (var suite = new Suite()) {
            suite.onMessage = request -> request.response()
                    .end(request.path().endsWith("stats") ? Buffer.buffer("few") : Buffer.buffer(new byte[400_000]));
            var crowd = RawClient.crowd(suite.port(), 60, RawClient.head("GET /api/bitchat/messages/conversation/a/b"));

            assertThat(suite.get("/api/bitchat/stats").body()).isEqualTo("few");
            RawClient.leave(crowd);
        }
    }

    @Test
    void downloadsThatNobodyReadsMakeRoom() throws IOException {
        try (var suite = new Suite()) {
            suite.onFile = request -> request.response()
                    .end(request.path().endsWith("small") ? Buffer.buffer("few") : Buffer.buffer(new byte[8 << 20]));
            var crowd = RawClient.crowd(suite.port(), 40, RawClient.head("GET /api/bitchat/files/large"));

            assertThat(suite.get("/api/bitchat/files/small").body()).isEqualTo("few");
            RawClient.leave(crowd);
        }
    }

    /** Unread downloads of one address delay each other, but not a caller from another address. */
    @Test
    void whoseAddressHoldsNothingIsNext() throws IOException {
        var shares = new Shares(1_000, 100, 500, 100, 9_000, true);
        var access = new Access(List.of("*"), List.of("*"), "");
        try (var suite = new Suite(Suite.PATIENT, access, Suite.SMALL, shares)) {
            var begun = new AtomicInteger();
            var before = new AtomicInteger();
            suite.onFile = request -> {
                if (request.path().endsWith("small")) {
                    before.set(begun.get());
                    request.response().end("few");
                } else {
                    begun.incrementAndGet();
                    request.response().end(Buffer.buffer(new byte[8 << 20]));
                }
            };
            var crowd = RawClient.crowd(suite.port(), 250, RawClient.head("GET /api/bitchat/files/large"));
            Wait.until(() -> begun.get() >= 32);
            int begunByThen = begun.get();
            // some of the crowd may be gone by now
            int waiting = suite.gateway().metrics().inFlight() - 32;
            assertThat(waiting).isGreaterThan(50);
            try (var other = new RawClient(suite.port(), "127.0.0.2")) {
                other.send(RawClient.head("GET /api/bitchat/files/small", "Connection: close"));

                assertThat(other.readAll()).startsWith("HTTP/1.1 200").endsWith("few");
            }
            // a few were served while the other request was on its way
            assertThat(before.get() - begunByThen).isLessThan(waiting / 2);
            RawClient.leave(crowd);
        }
    }

    @Test
    void endsAChunkThatDripsIn() throws IOException {
        try (var suite = new Suite(Suite.QUICK, List.of("*"))) {
            var gone = new CompletableFuture<Void>();
            suite.onFile = request -> {
                request.handler(_ -> {});
                request.connection().closeHandler(gone::complete);
            };
            try (var client = new RawClient(suite.port())) {
                client.send(RawClient.head("PUT /api/bitchat/files/f/chunks/0", "Content-Length: 200000"));
                client.send("x".repeat(100_000));

                assertThat(client.readAll()).startsWith("HTTP/1.1 408").contains("request_timeout");
                assertThat(gone).succeedsWithin(SOON);
            }
        }
    }

    @Test
    void cutsAnAnswerThatNobodyReads() throws IOException {
        try (var suite = new Suite(Suite.QUICK, List.of("*"))) {
            var gone = new CompletableFuture<Void>();
            suite.onFile = request -> {
                request.connection().closeHandler(gone::complete);
                request.response().end(Buffer.buffer(new byte[16 << 20]));
            };
            try (var client = new RawClient(suite.port())) {
                client.send(RawClient.head("GET /api/bitchat/files/f"));

                assertThat(gone).succeedsWithin(Duration.ofSeconds(10));
            }
        }
    }

    /** The client no longer holds a connection to a service, but it holds memory. */
    @Test
    void closesWhoDoesNotReadTheRestOfAnAnswer() throws Exception {
        try (var suite = new Suite(Suite.QUICK, List.of("*"))) {
            // several answers, because the kernel buffers some megabytes; the last one stays in the gateway
            suite.onMessage = request -> request.response().end(Buffer.buffer(new byte[500_000]));
            try (var client = new RawClient(suite.port())) {
                client.send(RawClient.head("GET /api/bitchat/stats").repeat(30));
                Wait.until(() -> suite.gateway().metrics().connections().get() == 1);

                Wait.until(() -> suite.gateway().metrics().connections().get() == 0);
                assertThat(Suite.readAll(client.in()).length()).isLessThan(15_000_000);
            }
        }
    }

    @Test
    void takesNoRequestBeforeItsAnswersAreRead() throws Exception {
        try (var suite = new Suite()) {
            var asked = new AtomicInteger();
            suite.onMessage = request -> {
                asked.incrementAndGet();
                request.response().end(Buffer.buffer(new byte[300_000]));
            };
            try (var client = new RawClient(suite.port())) {
                client.send(RawClient.head("GET /api/bitchat/stats").repeat(100));
                Wait.until(() -> asked.get() > 0);
                Wait.steady(asked::get);

                assertThat(asked.get()).isLessThan(50);
                long bytes = 0;
                var buffer = new byte[64 << 10];
                while (bytes < 30_000_000) {
                    bytes += client.in().read(buffer);
                }
                assertThat(asked).hasValue(100);
            }
        }
    }

    @Test
    void halfSentBodiesHaveABudgetTogether() throws IOException {
        var limits = new GatewayConfig.Limits(64 << 10, 256 << 10, 16 << 10, 8 << 10, 5_000, 32, 1 << 20, 16 << 20);
        var access = new GatewayConfig.Access(List.of("*"), List.of(), "");
        try (var suite = new Suite(Suite.PATIENT, access, limits, GatewayConfig.Shares.DEFAULT)) {
            String head = RawClient.head("POST " + SEND, "Content-Length: 60000");
            var crowd = RawClient.crowd(suite.port(), 20, head + "x".repeat(59_999));

            // the oldest gave way to the others
            assertThat(crowd.getFirst().readAll()).startsWith("HTTP/1.1 503").contains("overloaded");
            crowd.getLast().send("x" + RawClient.head("GET /q/health/live", "Connection: close"));
            assertThat(crowd.getLast().readAll()).startsWith("HTTP/1.1 200");
            RawClient.leave(crowd);
        }
    }

    @Test
    void whoIsGoneAsksNothing() throws Exception {
        try (var suite = new Suite()) {
            var hold = new CountDownLatch(1);
            var asked = new AtomicInteger();
            suite.onPeer = request -> {
                asked.incrementAndGet();
                suite.vertx
                        .executeBlocking(() -> hold.await(20, TimeUnit.SECONDS))
                        .onComplete(_ -> request.response().end());
            };
            var crowd = RawClient.crowd(suite.port(), 32, RawClient.head("GET /api/bitchat/peers"));
            Wait.until(() -> asked.get() == 32);
            var waiting = RawClient.crowd(suite.port(), 20, RawClient.head("GET /api/bitchat/peers"));
            Wait.until(() -> suite.gateway().metrics().inFlight() == 52);
            RawClient.leave(waiting);
            Wait.until(() -> suite.gateway().metrics().inFlight() == 32);
            hold.countDown();
            Wait.until(() -> suite.gateway().metrics().inFlight() == 0);

            assertThat(suite.get("/api/bitchat/peers").statusCode()).isEqualTo(200);
            assertThat(asked).hasValue(33);
            RawClient.leave(crowd);
        }
    }

    /** The queue for a connection was full of clients that have left. */
    @Test
    void whoIsGoneKeepsNoPlaceInTheQueue() throws Exception {
        try (var suite = new Suite()) {
            var hold = new CountDownLatch(1);
            var asked = new AtomicInteger();
            suite.onMessage = request -> {
                asked.incrementAndGet();
                request.resume();
                suite.vertx
                        .executeBlocking(() -> hold.await(20, TimeUnit.SECONDS))
                        .onComplete(_ -> request.response().end("done"));
            };
            String body = RawClient.head("POST " + SEND, "Content-Length: 1000") + "x".repeat(1_000);
            var crowd = RawClient.crowd(suite.port(), 32, body);
            Wait.until(() -> asked.get() == 32);
            var gone = RawClient.crowd(suite.port(), 32 * 8, body);
            Wait.until(() -> suite.gateway().metrics().inFlight() == 32 * 9);
            RawClient.leave(gone);
            Wait.until(() -> suite.gateway().metrics().inFlight() == 32);

            var honest = CompletableFuture.supplyAsync(() -> suite.post(SEND, "{}"));
            Wait.until(() -> honest.isDone() || suite.gateway().metrics().inFlight() == 33);
            hold.countDown();

            assertThat(honest.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            RawClient.leave(crowd);
        }
    }
}
