package io.bitchat.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An installation without transport-gateway. */
class WithoutTransportTest {
    @Test
    void saysThatTheInstallationHasNoTransports() throws Exception {
        var vertx = Vertx.vertx();
        try (var client = HttpClient.newHttpClient()) {
            var gateway = Suite.await(Gateway.start(vertx, GatewayConfig.from(Map.of("BITCHAT_PORT", "0"))));
            var transports = URI.create("http://127.0.0.1:" + gateway.port() + "/api/bitchat/transports");

            var answer = client.send(HttpRequest.newBuilder(transports).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("not_installed").contains("no transport-gateway");
        } finally {
            Suite.await(vertx.close());
        }
    }
}
