package io.bitchat.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingTest {
    private static Suite suite;

    @BeforeAll
    static void start() {
        suite = new Suite();
    }

    @BeforeEach
    void echo() {
        suite.onPeer = request -> request.response().end("peer " + request.uri());
        suite.onMessage = request -> request.response().end("message " + request.uri());
    }

    @AfterAll
    static void stop() {
        suite.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/bitchat/peers?online_only=true, peer /api/bitchat/peers?online_only=true",
        "/api/bitchat/peers/, peer /api/bitchat/peers",
        "/api/bitchat/auth/challenge, peer /api/bitchat/auth/challenge",
        "/.well-known/jwks.json, peer /.well-known/jwks.json",
        "/api/bitchat/stats/, message /api/bitchat/stats",
        "/api/bitchat/groups?peer_id=a, group /api/bitchat/groups?peer_id=a",
        "/api/bitchat/groups/g/members/a/, group /api/bitchat/groups/g/members/a",
        "/api/bitchat/groups/g/messages, group /api/bitchat/groups/g/messages",
        "/api/bitchat/files/upload, file /api/bitchat/files/upload",
        "/api/bitchat/files/f/chunks/3, file /api/bitchat/files/f/chunks/3",
        "/api/bitchat/rooms/r/file-transfer/t/progress, file /api/bitchat/rooms/r/file-transfer/t/progress",
        "/rooms/r/file-transfer/t/progress?x=1, file /api/bitchat/rooms/r/file-transfer/t/progress?x=1",
        "/api/bitchat/transports/mesh/peers, transport /api/bitchat/transports/mesh/peers",
        "/api/bitchat/transports/mesh/pins/p, transport /api/bitchat/transports/mesh/pins/p",
        "/api/bitchat/transport/inbox?after=3, transport /api/bitchat/transport/inbox?after=3",
        "/api/bitchat/messages/group, group /api/bitchat/messages/group",
        "/api/bitchat/messages/conversation/a/b/?limit=5, message /api/bitchat/messages/conversation/a/b?limit=5",
    })
    void reachesTheServiceThatOwnsThePath(String path, String answer) {
        assertThat(suite.get(path).body()).isEqualTo(answer);
    }

    @Test
    void passesBodiesStatusAndHeadersBothWays() {
        suite.onMessage = request -> request.body().onSuccess(body -> request.response()
                .setStatusCode(201)
                .putHeader("etag", "\"1\"")
                .end(body));
        String body = "x".repeat(60_000);

        var answer = suite.post("/api/bitchat/messages/send", body);

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.headers().firstValue("etag")).hasValue("\"1\"");
    }

    @Test
    void tellsTheServiceWhoAskedAndBelievesNoClientAboutIt() {
        var seen = new AtomicReference<MultiMap>();
        suite.onPeer = request -> {
            seen.set(MultiMap.caseInsensitiveMultiMap().addAll(request.headers()));
            request.response().putHeader("x-trace-id", "other").end();
        };

        var answer = suite.send(suite.to("/api/bitchat/peers")
                .header("X-Forwarded-For", "1.2.3.4")
                .header("X-Forwarded-Proto", "https")
                .header("Forwarded", "for=1.2.3.4")
                .header("TE", "trailers")
                .header("Authorization", "Bearer t")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

        assertThat(seen.get().get("x-forwarded-for")).isEqualTo("127.0.0.1");
        assertThat(seen.get().get("x-forwarded-proto")).isEqualTo("http");
        assertThat(seen.get().contains("forwarded")).isFalse();
        assertThat(seen.get().contains("te")).isFalse();
        assertThat(seen.get().get("authorization")).isEqualTo("Bearer t");
        assertThat(seen.get().get("traceparent")).startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-");
        assertThat(answer.headers().allValues("x-trace-id")).containsExactly("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @Test
    void startsATraceWhereTheClientHasNone() {
        var seen = new AtomicReference<String>();
        suite.onPeer = request -> {
            seen.set(request.getHeader("traceparent"));
            request.response().end();
        };

        var answer = suite.send(suite.to("/api/bitchat/peers").header("traceparent", "00-zz"));

        String traceId = answer.headers().firstValue("x-trace-id").orElseThrow();
        assertThat(seen.get()).matches("00-" + traceId + "-[0-9a-f]{16}-01");
    }

    @Test
    void knowsNoOtherPath() {
        for (String path : new String[] {"/api", "/q/metrics", "/api/bitchat/peers/..%2f..%2fq/metrics", "/x?y=1"}) {
            var answer = suite.get(path);

            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
            var problem = new JsonObject(answer.body());
            assertThat(problem.getString("code")).isEqualTo("not_found");
            assertThat(problem.getString("trace_id"))
                    .isEqualTo(answer.headers().firstValue("x-trace-id").orElseThrow());
        }
    }

    @Test
    void climbsOutOfNoPrefix() throws IOException {
        suite.onPeer = request -> request.response().end("peer " + request.uri());

        String answer =
                suite.raw("GET /api/bitchat/peers/../../../q/metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 404").doesNotContain("peer /");
    }

    @Test
    void allowsOnlyReadingOfItsOwnPages() {
        var answer = suite.send(suite.to("/metrics").POST(BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).hasValue("GET, HEAD");
    }

    @Test
    void answersHeadAndEmptyAnswersWithoutABody() {
        suite.onPeer = request -> request.response().setStatusCode(204).end();

        assertThat(suite.send(suite.to("/api/bitchat/peers/a").DELETE()).statusCode())
                .isEqualTo(204);
        assertThat(suite.send(suite.to("/metrics").HEAD()).body()).isEmpty();
    }

    @Test
    void countsByRouteAndStatus() {
        suite.onPeer = request -> request.response().setStatusCode(418).end();
        suite.get("/api/bitchat/peers/teapot");

        String metrics = suite.get("/metrics").body();

        assertThat(metrics)
                .contains("bitchat_gateway_requests_seconds_count{route=\"peers\",status=\"418\"} 1")
                .contains("bitchat_gateway_requests_seconds_bucket{route=\"peers\",status=\"418\",le=\"0.005\"}")
                .contains("bitchat_gateway_sockets_open");
    }
}
