package io.bitchat.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FailureTest {
    @Test
    void namesTheServiceThatIsDown() {
        try (var suite = new Suite()) {
            suite.stopMessageService();

            assertUnavailable(suite.post("/api/bitchat/messages/send", "{}"), "message-service is not reachable");
            suite.onPeer = request -> request.response().end("{}");
            assertThat(suite.get("/api/bitchat/peers").statusCode()).isEqualTo(200);
            assertUnavailable(suite.get("/openapi"), "message-service");
            assertThat(suite.get("/metrics").body())
                    .contains(
                            "bitchat_gateway_upstream_errors_total{kind=\"unreachable\",service=\"message-service\"}");
        }
    }

    @Test
    void givesUpOnASlowService() {
        try (var suite = new Suite(Suite.QUICK, List.of("*"))) {
            var cut = new CompletableFuture<Void>();
            suite.onMessage = request -> request.connection().closeHandler(cut::complete);

            assertUnavailable(suite.get("/api/bitchat/stats"), "message-service did not answer in time");
            assertThat(cut).succeedsWithin(Duration.ofSeconds(15));
        }
    }

    @Test
    void answersWhenAServiceBreaksOff() {
        try (var suite = new Suite()) {
            suite.onPeer = request -> request.connection().close();

            assertUnavailable(suite.get("/api/bitchat/peers"), "peer-service closed the connection");
        }
    }

    /** A tus client starts a new upload on any other status. */
    @Test
    void whoAsksWhereAnUploadGoesOnIsToldToAskAgain() {
        try (var suite = new Suite()) {
            suite.onFile = request -> request.connection().close();

            var asked = suite.to("/api/bitchat/files/tus/file_1");
            assertThat(suite.send(asked.method("HEAD", BodyPublishers.noBody())).statusCode())
                    .isEqualTo(423);
            assertThat(suite.send(asked.method("PATCH", BodyPublishers.noBody()))
                            .statusCode())
                    .isEqualTo(503);
        }
    }

    @Test
    void tellsAServiceThatItsClientIsGone() throws Exception {
        try (var suite = new Suite()) {
            var arrived = new CountDownLatch(1);
            var cut = new CompletableFuture<Void>();
            suite.onPeer = request -> {
                request.connection().closeHandler(cut::complete);
                arrived.countDown();
            };
            try (var socket = new Socket("127.0.0.1", suite.port())) {
                socket.getOutputStream()
                        .write("GET /api/bitchat/peers HTTP/1.1\r\nHost: x\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
            }

            assertThat(cut).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void answersTheProblemsOfAServiceAsTheyAre() {
        try (var suite = new Suite()) {
            suite.onPeer = request -> request.response()
                    .setStatusCode(429)
                    .putHeader("retry-after", "7")
                    .putHeader("content-type", "application/problem+json")
                    .end("{\"code\":\"rate_limited\"}");

            var answer = suite.get("/api/bitchat/peers");

            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
            assertThat(answer.body()).isEqualTo("{\"code\":\"rate_limited\"}");
        }
    }

    @Test
    void finishesWhatIsInFlightWhenItStops() throws IOException {
        var suite = new Suite();
        var arrived = new CompletableFuture<Runnable>();
        suite.onPeer = request -> arrived.complete(() -> request.response().end("late"));
        var answer = suite.client.sendAsync(suite.to("/api/bitchat/peers").build(), BodyHandlers.ofString());
        Runnable finish = arrived.join();

        var stopped = suite.gateway().stop();
        var refused = suite.get("/api/bitchat/peers");
        finish.run();

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(answer.thenApply(HttpResponse::body))
                .succeedsWithin(Duration.ofSeconds(15))
                .isEqualTo("late");
        assertThat(stopped.toCompletionStage().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(15));
    }

    @Test
    void servesOnForTheShutdownDelayButSendsItsCallersAway() {
        var suite = new Suite(Suite.LEAVING, List.of("*"));
        assertThat(suite.get("/q/health/ready").headers().firstValue("connection"))
                .isEmpty();

        var stopped = suite.gateway().stop();
        var ready = suite.get("/q/health/ready");
        var answer = suite.get("/api/bitchat/peers");
        var posted = suite.post("/api/bitchat/peers/register", "{}");

        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("connection")).hasValue("close");
        assertThat(posted.statusCode()).isEqualTo(200);
        assertThat(stopped.isComplete()).isFalse();
        Suite.await(stopped);
    }

    private static void assertUnavailable(HttpResponse<String> answer, String detail) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        var problem = new JsonObject(answer.body());
        assertThat(problem.getString("code")).isEqualTo("dependency_unavailable");
        assertThat(problem.getString("detail")).contains(detail);
    }
}
