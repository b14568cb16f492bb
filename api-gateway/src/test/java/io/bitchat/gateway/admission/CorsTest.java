package io.bitchat.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.gateway.Suite;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorsTest {
    @Test
    void answersAPreflightItself() {
        try (var suite = new Suite()) {
            var answer = preflight(suite, "http://localhost:3000");

            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(header(answer, "access-control-allow-origin")).isEqualTo("*");
            assertThat(header(answer, "access-control-allow-methods")).contains("POST", "PUT", "DELETE");
            assertThat(header(answer, "access-control-allow-headers"))
                    .contains("Authorization", "Idempotency-Key", "Content-Type");
            assertThat(header(answer, "access-control-max-age")).isEqualTo("600");
        }
    }

    @Test
    void exposesWhatABrowserNeedsOnSuccessAndOnFailure() {
        try (var suite = new Suite()) {
            suite.onPeer = request -> request.response()
                    .putHeader("access-control-allow-origin", "http://own")
                    .end();
            for (String path : List.of("/api/bitchat/peers", "/nowhere")) {
                var answer = suite.send(suite.to(path).header("Origin", "http://page"));

                assertThat(answer.headers().allValues("access-control-allow-origin"))
                        .containsExactly("*");
                assertThat(header(answer, "access-control-expose-headers"))
                        .contains("Retry-After", "X-Trace-Id", "ETag");
            }
        }
    }

    @Test
    void refusesOriginsThatAreNotListed() {
        try (var suite = new Suite(Suite.PATIENT, List.of("http://localhost:*", "https://chat.example"))) {
            assertThat(preflight(suite, "https://evil.example").statusCode()).isEqualTo(403);
            assertThat(preflight(suite, "http://localhost.evil.example").statusCode())
                    .isEqualTo(403);
            assertThat(preflight(suite, "http://localhost:80.evil.example").statusCode())
                    .isEqualTo(403);
            assertThat(header(preflight(suite, "http://localhost:3000"), "access-control-allow-origin"))
                    .isEqualTo("http://localhost:3000");
            assertThat(preflight(suite, "https://chat.example").headers().allValues("vary"))
                    .containsExactly("Origin");
            assertThat(preflight(suite, "http://127.0.0.1:" + suite.port()).statusCode())
                    .isEqualTo(204);
        }
    }

    @Test
    void browsersMayUploadByTus() {
        try (var suite = new Suite()) {
            var answer = preflight(suite, "http://localhost:3000");

            assertThat(header(answer, "access-control-allow-methods")).contains("PATCH", "HEAD");
            assertThat(header(answer, "access-control-allow-headers"))
                    .contains("Tus-Resumable", "Upload-Offset", "Upload-Metadata", "X-HTTP-Method-Override");
            assertThat(header(
                            suite.send(suite.to("/api/bitchat/files/tus").header("Origin", "http://page")),
                            "access-control-expose-headers"))
                    .contains("Location", "Upload-Offset", "Upload-Expires");
        }
    }

    /** An OPTIONS request that is no preflight goes to the service. */
    @Test
    void handsOtherOptionsOn() {
        try (var suite = new Suite()) {
            suite.onFile = request ->
                    request.response().putHeader("Tus-Version", "1.0.0").end();

            var answer = suite.send(suite.to("/api/bitchat/files/tus").method("OPTIONS", BodyPublishers.noBody()));

            assertThat(header(answer, "tus-version")).isEqualTo("1.0.0");
        }
    }

    @Test
    void pagesMayDownloadInPieces() {
        try (var suite = new Suite()) {
            assertThat(header(preflight(suite, "http://localhost:3000"), "access-control-allow-headers"))
                    .contains("Range", "If-Range", "X-Chunk-SHA256");
            assertThat(header(
                            suite.send(suite.to("/api/bitchat/files/f").header("Origin", "http://localhost:3000")),
                            "access-control-expose-headers"))
                    .contains("Content-Range", "Content-Disposition", "Accept-Ranges", "X-Chunk-SHA256");
        }
    }

    /** Requests that need no preflight, such as those of a form, are refused as well. */
    @Test
    void pagesOfOtherOriginsDriveNothing() {
        try (var suite = new Suite(Suite.PATIENT, List.of())) {
            for (String origin : List.of("https://evil.example", "null", "http://localhost.evil.example")) {
                var answer = suite.send(suite.to("/api/bitchat/messages/send")
                        .header("Origin", origin)
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("{}")));

                assertThat(answer.statusCode()).isEqualTo(403);
                assertThat(answer.body()).contains("BITCHAT_CORS_ORIGINS");
                assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
            }
            for (String origin : List.of("http://localhost:3000", "http://127.0.0.1:8080", "http://[::1]:1")) {
                assertThat(suite.send(suite.to("/api/bitchat/stats").header("Origin", origin))
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    private static HttpResponse<String> preflight(Suite suite, String origin) {
        return suite.send(suite.to("/api/bitchat/messages/send")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST"));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
