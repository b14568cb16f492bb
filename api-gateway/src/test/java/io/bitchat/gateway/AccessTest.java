package io.bitchat.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bitchat.gateway.GatewayConfig.Access;
import io.bitchat.gateway.GatewayConfig.Shares;
import io.bitchat.gateway.admission.HostPolicy;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which callers, host names and amounts of use the gateway accepts. */
class AccessTest {
    private static final String TOKEN = "a-token-of-some-length";

    @Test
    void answersToItsOwnNamesOnly() throws IOException {
        try (var suite = suite(new Access(List.of("chat.example"), List.of(), ""), Shares.DEFAULT)) {
            for (String host : List.of(
                    "localhost", "localhost:1", "127.0.0.1:8000", "[::1]:8000", "Chat.Example:80", "LOCALHOST.")) {
                assertThat(ask(suite, "/api/bitchat/stats", "Host: " + host))
                        .as(host)
                        .startsWith("HTTP/1.1 200");
            }
            for (String host :
                    List.of("evil.example", "chat.example.evil", "8.8.8.8", "localhost.evil", "xchat.example")) {
                assertThat(ask(suite, "/api/bitchat/stats", "Host: " + host))
                        .as(host)
                        .startsWith("HTTP/1.1 421")
                        .contains("misdirected_request", "BITCHAT_HOSTS");
            }
            // the target overrides the header (RFC 9112 3.2.2)
            assertThat(ask(suite, "http://evil.example/api/bitchat/stats", "Host: localhost"))
                    .startsWith("HTTP/1.1 421");
            assertThat(ask(suite, "http://localhost@evil.example/api/bitchat/stats", "Host: localhost"))
                    .startsWith("HTTP/1.1 421");
            assertThat(ask(suite, "http://localhost:8000/api/bitchat/stats", "Host: localhost"))
                    .startsWith("HTTP/1.1 200");
            assertThat(ask(suite, "/q/health/live", "Host: evil.example")).startsWith("HTTP/1.1 421");
            assertThat(ask(suite, "/api/bitchat/ws/a", "Host: evil.example")).startsWith("HTTP/1.1 421");
        }
    }

    @Test
    void addressesAreOursWhereOthersReachUs() {
        var everywhere = new HostPolicy("0.0.0.0", List.of());

        assertThat(everywhere.isOurs("192.168.1.4:8000")).isTrue();
        assertThat(everywhere.isOurs("[fe80::1]:8000")).isTrue();
        assertThat(everywhere.isOurs("evil.example")).isFalse();
        assertThat(everywhere.isOurs("cafe")).isFalse();
        assertThat(new HostPolicy("10.0.0.7", List.of()).isOurs("10.0.0.7")).isTrue();
        assertThat(new HostPolicy("127.0.0.1", List.of()).isOurs("10.0.0.7")).isFalse();
        assertThat(new HostPolicy("127.0.0.1", List.of("*")).isOurs("evil.example"))
                .isTrue();
    }

    @Test
    void onlyOperatorsSeeTheInside() throws IOException {
        try (var suite = suite(new Access(List.of("*"), List.of(), TOKEN), Shares.DEFAULT)) {
            suite.onPeer =
                    request -> request.response().end("{\"checks\":[{\"name\":\"database\",\"status\":\"UP\"}]}");
            String elsewhere = "Host: chat.example";
            String bearer = "Authorization: Bearer ";

            assertThat(ask(suite, "/metrics", "Host: localhost")).contains("bitchat_gateway_requests");
            assertThat(ask(suite, "/metrics", elsewhere))
                    .startsWith("HTTP/1.1 403")
                    .doesNotContain("bitchat_gateway");
            assertThat(ask(suite, "/metrics", "Host: localhost", "X-Forwarded-For: 1.2.3.4"))
                    .startsWith("HTTP/1.1 403");
            assertThat(ask(suite, "/metrics", elsewhere, bearer + "x" + TOKEN)).startsWith("HTTP/1.1 403");
            assertThat(ask(suite, "/metrics", elsewhere, bearer + TOKEN)).startsWith("HTTP/1.1 200");
            assertThat(ask(suite, "/q/health", elsewhere))
                    .contains("\"checks\":[]")
                    .doesNotContain("database");
            assertThat(ask(suite, "/q/health/ready", elsewhere, bearer + TOKEN)).contains("peer-service: database");
            assertThat(ask(suite, "/q/health/ready", "Host: 127.0.0.1")).contains("peer-service: database");
        }
    }

    @Test
    void refusesATokenThatCanBeGuessed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Access(List.of(), List.of(), "short"))
                .withMessageContaining("BITCHAT_OPERATOR_TOKEN");
    }

    @Test
    void saysWhichMethodsItsOwnPagesHave() throws IOException {
        try (var suite = new Suite()) {
            for (String path : List.of("/", "/openapi", "/docs", "/q/health", "/q/health/live", "/metrics")) {
                assertThat(suite.raw(RawClient.head("DELETE " + path, "Connection: close")))
                        .startsWith("HTTP/1.1 405")
                        .containsIgnoringCase("allow: GET, HEAD");
            }
        }
    }

    @Test
    void boundsTheConnectionsOfOneAddress() throws IOException {
        try (var suite = suite(new Access(List.of(), List.of(), ""), new Shares(3, 100, 100, 100, 100, true))) {
            var crowd = RawClient.crowd(suite.port(), 3, "");
            Wait.until(() -> suite.gateway().metrics().connections().get() == 3);

            assertThat(suite.raw(RawClient.head("GET /q/health/live", "Connection: close")))
                    .isEmpty();
            crowd.getFirst().close();
            Wait.until(() -> suite.gateway().metrics().connections().get() == 2);
            assertThat(suite.raw(RawClient.head("GET /q/health/live", "Connection: close")))
                    .startsWith("HTTP/1.1 200");
            RawClient.leave(crowd);
        }
    }

    @Test
    void boundsTheHalfSentRequestsOfOneAddress() throws IOException {
        String half = RawClient.head("POST /api/bitchat/messages/send", "Content-Length: 10") + "{";
        try (var suite = suite(new Access(List.of(), List.of(), ""), new Shares(100, 3, 100, 100, 100, true))) {
            var crowd = RawClient.crowd(suite.port(), 3, half);
            Wait.until(() -> suite.gateway().metrics().inFlight() == 3);

            assertThat(suite.raw(half)).startsWith("HTTP/1.1 429").contains("x-problem-code: too_many_connections");
            crowd.getFirst().send("123456789");
            Wait.until(() -> suite.gateway().metrics().inFlight() == 2);
            assertThat(suite.post("/api/bitchat/messages/send", "{}").statusCode())
                    .isEqualTo(200);
            RawClient.leave(crowd);
        }
    }

    @Test
    void theOneThatIsIdleForLongestMakesRoom() throws IOException {
        var limits = new GatewayConfig.Limits(64 << 10, 256 << 10, 16 << 10, 8 << 10, 10, 32, 4 << 20, 16 << 20);
        var access = new Access(List.of(), List.of(), "");
        try (var suite = new Suite(Suite.PATIENT, access, limits, Shares.DEFAULT)) {
            var crowd = RawClient.crowd(suite.port(), 10, "GET / HT");
            Wait.until(() -> suite.gateway().metrics().connections().get() == 10);

            assertThat(suite.raw(RawClient.head("GET /q/health/live", "Connection: close")))
                    .startsWith("HTTP/1.1 200");
            assertThat(crowd.getFirst().readAll()).isEmpty();
            RawClient.leave(crowd);
        }
    }

    private static Suite suite(Access access, Shares shares) {
        return new Suite(Suite.PATIENT, access, Suite.SMALL, shares);
    }

    private static String ask(Suite suite, String path, String... headers) throws IOException {
        return suite.raw(
                "GET " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n");
    }
}
