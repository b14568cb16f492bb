package io.bitchat.launcher.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.bitchat.edge.diagnosis.Finding;
import io.bitchat.edge.diagnosis.Finding.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the doctor makes of the answers of a node. */
class RefusedKeysTest {
    private HttpServer server;
    private String body = "[]";

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/bitchat/transports/mesh/peers", exchange -> {
            boolean isOwner =
                    "Bearer of-the-node".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(isOwner ? 200 : 401, 0);
            try (var out = exchange.getResponseBody()) {
                out.write(body.getBytes(UTF_8));
            }
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private URI node() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private List<Finding> find(String token) throws InterruptedException {
        return new RefusedKeys(node(), token).find();
    }

    @Test
    void whoIsRefusedIsNamedWithBothKeysAndTheCommandThatForgets() throws Exception {
        body = """
                [{"peer_id":"cellar","presence":"fresh","fingerprint":"1111 2222"},
                 {"peer_id":"bob","presence":"absent","fingerprint":"6668 7aad","refused_fingerprint":"f862 bd77",
                  "refused_at":"2026-01-01T12:00:00Z"}]
                """;

        assertThat(find("of-the-node")).singleElement().satisfies(finding -> {
            assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(finding.detail()).contains("bob", "f862 bd77", "6668 7aad", "2026-01-01T12:00:00Z");
            assertThat(finding.remedies().getFirst().commands())
                    .containsExactly("curl -X DELETE " + node() + "/api/bitchat/transports/mesh/pins/bob");
        });
    }

    @Test
    void aNodeThatRefusesNobodyIsWell() throws Exception {
        body = "[{\"peer_id\":\"cellar\",\"fingerprint\":\"1111 2222\"}]";

        assertThat(find("of-the-node")).extracting(Finding::verdict).containsExactly(Verdict.OK);
    }

    @Test
    void aNodeThatDoesNotTellIsAFailureThatSaysWhy() throws Exception {
        assertThat(find("")).singleElement().satisfies(finding -> {
            assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(finding.detail()).endsWith("answers 401");
        });
        body = "no json";
        assertThat(find("of-the-node").getFirst().detail()).endsWith("is no node");
        server.stop(0);
        assertThat(find("of-the-node").getFirst().detail()).contains("does not answer");
    }
}
