package io.bitchat.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever stands in a body, the answer is the caller's mistake, and the next caller notices nothing. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class FuzzTest {
    private static final Map<String, String> BODIES = Map.of(
            "/peers/register", "{\"peer_id\":\"fuzz\",\"public_key\":\"k\",\"display_name\":\"d\",\"key_proof\":\"p\"}",
            "/messages/send",
                    "{\"from_peer_id\":\"a\",\"to_peer_id\":\"b\",\"content\":\"x\",\"encryption_algorithm\":\"A\","
                            + "\"nonce\":\"n\",\"ttl\":60,\"message_id\":\"m\"}",
            "/messages/conversation", "{\"peer_id\":\"a\",\"other_peer_id\":\"b\",\"limit\":5,\"offset\":0}",
            "/groups", "{\"name\":\"n\",\"description\":\"d\",\"created_by\":\"a\",\"initial_members\":[\"b\"]}",
            "/messages/group", "{\"group_id\":\"g\",\"limit\":5,\"offset\":0}",
            "/auth/challenge", "{\"peer_id\":\"fuzz\"}",
            "/auth/token", "{\"peer_id\":\"fuzz\",\"nonce\":\"n\",\"signature\":\"s\"}",
            "/auth/revoke", "{\"peer_id\":\"fuzz\"}",
            "/peers/fuzz/status", "{\"is_online\":true}",
            "/peers/fuzz/settings", "{\"read_receipts\":true}");

    static final List<String> BAD_VALUES = List.of(
            "{\"x\":1}",
            "[1,2]",
            "\"\\u0000\"",
            "\"\\u0007\\u001b[31m\"",
            "\"\\ud800\"",
            "\"../../etc/passwd\\u0000\"",
            "\"" + "A".repeat(1_000_000) + "\"",
            "[".repeat(5_000) + "]".repeat(5_000),
            "1e999",
            "99999999999999999999999",
            "\"' or 1=1--\\u0001\"");

    private static final Set<String> OPAQUE = Set.of("\"\\u0007\\u001b[31m\"", "\"' or 1=1--\\u0001\"");

    private final Suite suite = Suite.open();
    private final Client client = new Client(suite.url());

    @Test
    void everyFieldOfEveryBodyMayBeAnything() throws Exception {
        try (var bystander = Socket.open(suite.url(), Client.someone("bystander"), "")) {
            for (var body : BODIES.entrySet()) {
                var fields = Client.JSON.readTree(body.getValue());
                for (var field : fields.properties()) {
                    for (var bad : BAD_VALUES) {
                        // content is opaque: of text only what nobody can store is refused
                        if (field.getKey().equals("content") && OPAQUE.contains(bad)) continue;
                        var mutated = mutate((ObjectNode) fields, field.getKey(), bad);
                        var answer = send(body.getKey(), mutated);
                        assertThat(answer.status())
                                .as(body.getKey() + " " + field.getKey() + " "
                                        + bad.substring(0, Math.min(40, bad.length())))
                                .isBetween(400, 499);
                        assertThat(answer.body().path("code").asText()).isNotEmpty();
                        assertThat(answer.body().path("trace_id").asText()).hasSize(32);
                    }
                }
            }
            bystander.say("{\"type\":\"ping\"}");
            assertThat(bystander.next().path("type").asText()).isEqualTo("pong");
        }
        assertThat(client.get("/stats").status()).isEqualTo(200);
    }

    @Test
    void everyFieldOfEveryFrameMayBeAnything() throws Exception {
        try (var bystander = Socket.open(suite.url(), Client.someone("bystander"), "");
                var socket = Socket.open(suite.url(), Client.someone("fuzz"), "")) {
            for (var frame : List.of(
                    "{\"type\":\"ping\"}",
                    "{\"type\":\"ack\",\"message_id\":\"m\"}",
                    "{\"type\":\"read\",\"message_id\":\"m\"}")) {
                var fields = (ObjectNode) Client.JSON.readTree(frame);
                for (var field : fields.properties()) {
                    for (var bad : BAD_VALUES) {
                        socket.say(mutate(fields, field.getKey(), bad));
                        assertRefused(socket, field.getKey() + " " + bad.substring(0, Math.min(40, bad.length())));
                    }
                }
            }
            for (var bad : List.of("", "nonsense", "null", "[]", "7", "{\"type\":", "\u0000", "[".repeat(100_000))) {
                socket.say(bad);
                assertRefused(socket, bad.substring(0, Math.min(40, bad.length())));
            }
            socket.say("x".repeat(3_000_000)); // this client sends it in fragments, which the server need not gather
            assertRefused(socket, "3 MB");
            socket.say(new byte[] {0, (byte) 0xff, 1});
            assertRefused(socket, "bytes");
            for (var survivor : List.of(socket, bystander)) {
                survivor.say("{\"type\":\"ping\"}");
                assertThat(survivor.next().path("type").asText()).isEqualTo("pong");
            }
        }
    }

    private static void assertRefused(Socket socket, String what) throws InterruptedException {
        var answer = socket.next();
        assertThat(answer.path("type").asText()).as(what).isEqualTo("error");
        assertThat(answer.path("code").asText()).as(what).isNotEmpty();
    }

    @Test
    void bytesThatAreNoTextAreTheCallersMistake() {
        for (var path : BODIES.keySet()) {
            for (var bytes : List.of(
                    new byte[] {(byte) 0xff, (byte) 0xfe, 0},
                    "{\"peer_id\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1),
                    "{\"from_peer_id\":\"a\",\"to_peer_id\":\"b\",\"content\":\"\u00e9\"}"
                            .getBytes(StandardCharsets.ISO_8859_1),
                    new byte[0])) {
                var request = HttpRequest.newBuilder(URI.create(suite.url() + "/api/bitchat" + path))
                        .header("Content-Type", "application/json")
                        .method(methodOf(path), BodyPublishers.ofByteArray(bytes))
                        .build();
                assertThat(client.exchange(request).status()).as(path).isBetween(400, 499);
            }
        }
    }

    @Test
    void strangePathsAreNotFound() {
        for (var path : List.of(
                "/peers/'%20OR%201=1--",
                "/peers/%00",
                "/peers/..%2f..%2fetc%2fpasswd",
                "/messages/%ff%fe/trace",
                "/nothing",
                "/messages/conversation/a",
                "/peers/" + "a".repeat(3000))) {
            assertThat(client.get(path).status()).as(path).isIn(400, 404, 405, 414, 422);
        }
    }

    private Client.Answer send(String path, String body) {
        return client.call(methodOf(path), path, body);
    }

    private static String methodOf(String path) {
        return path.startsWith("/peers/fuzz/") ? "PUT" : "POST";
    }

    static String mutate(ObjectNode body, String field, String bad) throws Exception {
        var marker = "@@bad@@";
        var copy = body.deepCopy();
        copy.put(field, marker);
        return Client.JSON.writeValueAsString(copy).replace("\"" + marker + "\"", bad);
    }
}
