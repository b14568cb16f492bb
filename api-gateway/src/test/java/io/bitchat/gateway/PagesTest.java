package io.bitchat.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class PagesTest {
    private static final String PEER_API = """
            {"openapi":"3.1.0","tags":[{"name":"peers"}],"paths":{
              "/api/bitchat/peers":{"get":{"tags":["peers"],"responses":{"200":{"description":"ok","content":
                {"application/json":{"schema":{"$ref":"#/components/schemas/Page"}}}}}}},
              "/q/secret":{"get":{"responses":{}}}},
             "components":{"schemas":{"Page":{"type":"array"},"Problem":{"type":"object"}}}}""";
    private static final String MESSAGE_API = """
            {"openapi":"3.1.0","security":[{"token":[]}],"paths":{
              "/api/bitchat/messages/send":{"post":{"responses":{"201":{"description":"ok","content":
                {"application/json":{"schema":{"$ref":"#/components/schemas/Page"}}}}}}}},
             "components":{"schemas":{"Page":{"type":"object","properties":{"next":{"$ref":"#/components/schemas/Page"}}},
               "Problem":{"type":"object"}},"securitySchemes":{"token":{"type":"http","scheme":"bearer"}}}}""";

    private static final String GROUP_API = """
            {"openapi":"3.1.0","paths":{"/api/bitchat/groups":{"get":{"responses":{"200":{"description":"ok"}}}}},
             "components":{"schemas":{"Problem":{"type":"object"}}}}""";

    private static final String FILE_API = """
            {"openapi":"3.1.0","paths":{"/api/bitchat/files/upload":{"post":{"responses":{"201":{"description":"ok"}}}}},
             "components":{"schemas":{"Problem":{"type":"object"}}}}""";

    private static final String TRANSPORT_API = """
            {"openapi":"3.1.0","paths":{"/api/bitchat/transports":{"get":{"responses":{"200":{"description":"ok"}}}}},
             "components":{"schemas":{"Problem":{"type":"object"}}}}""";

    private Suite suite;

    @BeforeEach
    void start() {
        suite = new Suite();
        suite.onPeer = service(PEER_API, "UP");
        suite.onMessage = service(MESSAGE_API, "UP");
        suite.onGroup = service(GROUP_API, "UP");
        suite.onFile = service(FILE_API, "UP");
        suite.onTransport = service(TRANSPORT_API, "UP");
    }

    @AfterEach
    void stop() {
        suite.close();
    }

    @Test
    void mergesTheApiOfAllServicesAndItsOwn() {
        var document = new JsonObject(suite.get("/openapi").body());

        assertThat(document.getJsonObject("paths").fieldNames())
                .contains(
                        "/api/bitchat/peers",
                        "/api/bitchat/messages/send",
                        "/api/bitchat/groups",
                        "/api/bitchat/files/upload",
                        "/api/bitchat/transports",
                        "/q/health")
                .contains("/api/bitchat/ws/{peer_id}")
                .doesNotContain("/q/secret");
        JsonObject schemas = document.getJsonObject("components").getJsonObject("schemas");
        assertThat(schemas.fieldNames()).containsExactlyInAnyOrder("Page", "Problem", "MessagePage");
        assertThat(schemas.getJsonObject("MessagePage").encode()).contains("#/components/schemas/MessagePage");
        JsonObject send = document.getJsonObject("paths")
                .getJsonObject("/api/bitchat/messages/send")
                .getJsonObject("post");
        assertThat(send.encode()).contains("#/components/schemas/MessagePage");
        assertThat(send.getJsonArray("security")).hasSize(1);
    }

    @Test
    void saysTheSameInYaml() {
        Map<String, Object> yaml =
                new Yaml().load(suite.get("/openapi?format=yaml").body());

        assertThat(new JsonObject(yaml).encode())
                .isEqualTo(new JsonObject(suite.get("/openapi").body()).encode());
    }

    @Test
    void showsTheDocumentInAPageOfItsOwn() {
        var page = suite.get("/docs/");
        var script = suite.get("/docs/swagger-ui-bundle.js");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("/docs/swagger-ui-bundle.js").doesNotContain("https://");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(script.body()).hasSizeGreaterThan(500_000);
        assertThat(suite.get("/docs/swagger-ui.css").statusCode()).isEqualTo(200);
        assertThat(suite.get("/docs/start.js").body()).contains("/openapi");
        assertThat(suite.get("/docs/../openapi.json").statusCode()).isEqualTo(404);
        assertThat(suite.send(suite.to("/docs/swagger-ui.css")
                                .header(
                                        "If-None-Match",
                                        script.headers().firstValue("etag").orElseThrow()))
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void namesEveryDependencyInItsHealth() {
        var up = suite.get("/q/health/ready");
        suite.onMessage = service(MESSAGE_API, "DOWN");

        assertThat(up.statusCode()).isEqualTo(200);
        assertThat(up.body())
                .contains(
                        "peer-service",
                        "message-service",
                        "message-service: database",
                        "group-gossip-service: database",
                        "file-service: database",
                        "transport-gateway: database");
        assertThat(suite.get("/q/health/live").statusCode()).isEqualTo(200);
        long deadline = System.nanoTime() + 5_000_000_000L;
        var down = suite.get("/q/health");
        while (down.statusCode() == 200 && System.nanoTime() < deadline) {
            down = suite.get("/q/health");
        }
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(down.body()).getString("status")).isEqualTo("DOWN");
    }

    @Test
    void hasALandingPage() {
        assertThat(suite.get("/").body()).contains("/docs", "/q/health", "/metrics");
    }

    @Test
    void readsItsEnvironment() {
        var config = GatewayConfig.from(Map.of("BITCHAT_PORT", "9000", "BITCHAT_AUTH_MODE", "required"), "--port", "0");

        assertThat(config.port()).isZero();
        assertThat(config.bind()).isEqualTo("127.0.0.1");
        assertThat(config.access().hosts()).containsExactly("*");
        assertThat(GatewayConfig.from(Map.of()).access().hosts()).isEmpty();
        assertThat(GatewayConfig.from(Map.of("BITCHAT_HOSTS", "chat.example, b"))
                        .access()
                        .hosts())
                .containsExactly("chat.example", "b");
        assertThat(GatewayConfig.from(Map.of()).access().origins()).isEmpty();
        assertThat(GatewayConfig.from(Map.of()).limits().bodyBytes()).isEqualTo(1 << 20);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GatewayConfig.from(Map.of("BITCHAT_PORT", "x")))
                .withMessageContaining("BITCHAT_PORT=x");
    }

    private static Consumer<HttpServerRequest> service(String api, String database) {
        return request -> {
            if (request.path().equals("/q/openapi")) {
                request.response().end(api);
            } else {
                request.response()
                        .setStatusCode(database.equals("UP") ? 200 : 503)
                        .end("{\"status\":\"%s\",\"checks\":[{\"name\":\"database\",\"status\":\"%s\"}]}"
                                .formatted(database, database));
            }
        };
    }
}
