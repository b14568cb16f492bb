package io.bitchat.system.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.KeyHolder;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Socket;
import io.bitchat.system.suite.Suite;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Any body gets at worst a 4xx, and the next caller notices nothing. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
public class FuzzTest {
    /** Well-formed bodies by method and path; names in braces stand for existing ids. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry(
                    "POST /peers/register",
                    "{\"peer_id\":\"{peer}\",\"public_key\":\"k\",\"display_name\":\"d\",\"key_proof\":\"p\"}"),
            Map.entry("PUT /peers/{peer}/status", "{\"is_online\":true}"),
            Map.entry("PUT /peers/{peer}/settings", "{\"read_receipts\":true}"),
            Map.entry(
                    "POST /messages/send",
                    "{\"from_peer_id\":\"a\",\"to_peer_id\":\"b\",\"content\":\"x\",\"encryption_algorithm\":\"A\","
                            + "\"nonce\":\"n\",\"ttl\":60,\"message_id\":\"m\"}"),
            Map.entry(
                    "POST /messages/conversation",
                    "{\"peer_id\":\"a\",\"other_peer_id\":\"b\",\"limit\":5,\"offset\":0}"),
            Map.entry("POST /messages/group", "{\"group_id\":\"{group}\",\"limit\":5,\"offset\":0}"),
            Map.entry("POST /auth/challenge", "{\"peer_id\":\"{peer}\"}"),
            Map.entry("POST /auth/token", "{\"peer_id\":\"{peer}\",\"nonce\":\"n\",\"signature\":\"s\"}"),
            Map.entry("POST /auth/revoke", "{\"peer_id\":\"{peer}\"}"),
            Map.entry(
                    "POST /groups",
                    "{\"name\":\"n\",\"description\":\"d\",\"created_by\":\"a\",\"initial_members\":[\"b\"]}"),
            Map.entry("PUT /groups/{group}", "{\"name\":\"n\",\"description\":\"d\"}"),
            Map.entry("PATCH /groups/{group}", "{\"name\":\"n\",\"description\":\"d\"}"),
            Map.entry("POST /groups/{group}/members", "{\"peer_id\":\"c\",\"role\":\"member\"}"),
            Map.entry("PUT /groups/{group}/members/b", "{\"role\":\"moderator\"}"),
            Map.entry(
                    "POST /groups/{group}/messages",
                    "{\"from_peer_id\":\"a\",\"content\":\"x\",\"encryption_algorithm\":\"A\",\"nonce\":\"n\","
                            + "\"ttl\":60,\"message_id\":\"m\"}"),
            Map.entry("POST /groups/{group}/sites", "{\"site\":\"nowhere\"}"),
            Map.entry(
                    "POST /files/upload",
                    "{\"filename\":\"f\",\"file_size\":10,\"uploaded_by\":\"{peer}\",\"mime_type\":\"text/plain\"}"),
            Map.entry(
                    "POST /files/{file}/fetch",
                    "{\"requested_by\":\"a\",\"merkle_root\":\"" + "0".repeat(64)
                            + "\",\"sources\":[],\"filename\":\"f\","
                            + "\"file_size\":10,\"chunk_size\":1048576,\"mime_type\":\"text/plain\"}"),
            Map.entry(
                    "POST /files/{file}/sources",
                    "{\"peer_id\":\"a\",\"url\":\"http://b.example:8000/api/bitchat/files/{file}\",\"chunks\":[[0,0]]}"));

    /** Well-formed, but refused: an invalid proof or signature, an unknown site, and another root than the file has. */
    private static final Set<String> REFUSED_ANYWAY = Set.of(
            "POST /peers/register", "POST /auth/token", "POST /groups/{group}/sites", "POST /files/{file}/fetch");

    private static final String TRAVERSAL = "\"../../etc/passwd\\u0000\"";
    private static final Set<String> CLEANED = Set.of("\"\\u0000\"", TRAVERSAL);

    public static final List<String> BAD_VALUES = List.of(
            "{\"x\":1}",
            "[1,2]",
            "\"\\u0000\"",
            "\"\\u0007\\u001b[31m\"",
            "\"\\ud800\"",
            TRAVERSAL,
            "\"" + "A".repeat(1_000_000) + "\"",
            "[".repeat(5_000) + "]".repeat(5_000),
            "1e999",
            "99999999999999999999999",
            "\"' or 1=1--\\u0001\"");

    private static final Set<String> OPAQUE = Set.of("\"\\u0007\\u001b[31m\"", "\"' or 1=1--\\u0001\"");

    private final Suite suite = Suite.open();
    private final Client client = new Client(suite.url());
    private final Map<String, String> ids = exist();

    private Map<String, String> exist() {
        var group = client.post("/groups", Map.of("name", "n", "created_by", "a", "initial_members", List.of("b")));
        var file = client.post(
                "/files/upload", Map.of("filename", "f", "file_size", 10, "uploaded_by", Client.someone("a")));
        var peer = Client.someone("fuzz");
        KeyHolder.register(client, peer);
        return Map.of(
                "{peer}", peer,
                "{group}", group.body().path("group_id").asText(),
                "{file}", file.body().path("file_id").asText());
    }

    private String filled(String text) {
        var filled = text;
        for (var id : ids.entrySet()) filled = filled.replace(id.getKey(), id.getValue());
        return filled;
    }

    /** Proves that the other tests are refused for their mutation and not for another reason. */
    @Test
    void whatIsNotMutatedIsAccepted() {
        for (var body : BODIES.entrySet()) {
            var answer = send(body.getKey(), filled(body.getValue()));
            assertThat(answer.status() < 400)
                    .as(
                            "%s answers %s %s",
                            body.getKey(), answer.status(), answer.raw().body())
                    .isNotEqualTo(REFUSED_ANYWAY.contains(body.getKey()));
        }
    }

    @Test
    void everyFieldOfEveryBodyMayBeAnything() throws Exception {
        try (var bystander = Socket.open(suite.url(), Client.someone("bystander"), "")) {
            for (var body : BODIES.entrySet()) {
                var fields = Client.JSON.readTree(filled(body.getValue()));
                for (var field : fields.properties()) {
                    for (var bad : BAD_VALUES) {
                        if (isTaken(field.getKey(), bad)) continue;
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

    /** Content is opaque: only text that cannot be stored is refused. File names are cleaned. */
    private static boolean isTaken(String field, String bad) {
        return switch (field) {
            case "content" -> OPAQUE.contains(bad);
            case "filename" -> OPAQUE.contains(bad) || CLEANED.contains(bad);
            default -> false;
        };
    }

    /** An accepted file name has lost its path and its control characters. */
    @Test
    void theNameOfAFileIsCleaned() throws Exception {
        var upload = (ObjectNode) Client.JSON.readTree(filled(BODIES.get("POST /files/upload")));
        for (var bad : BAD_VALUES) {
            if (!isTaken("filename", bad)) continue;
            var answer = send("POST /files/upload", mutate(upload, "filename", bad));
            assertThat(answer.status()).as(bad).isEqualTo(201);
            var file = client.get("/files/" + answer.body().path("file_id").asText());
            assertThat(file.body().path("filename").asText())
                    .as(bad)
                    .isNotEmpty()
                    .doesNotContainPattern("[\\p{Cntrl}/]");
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
                var method = path.substring(0, path.indexOf(' '));
                var uri = suite.url() + "/api/bitchat" + filled(path.substring(method.length() + 1));
                var request = HttpRequest.newBuilder(URI.create(uri))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofByteArray(bytes))
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

    private Client.Answer send(String route, String body) {
        var method = route.substring(0, route.indexOf(' '));
        return client.call(method, filled(route.substring(method.length() + 1)), body);
    }

    public static String mutate(ObjectNode body, String field, String bad) throws Exception {
        var marker = "@@bad@@";
        var copy = body.deepCopy();
        copy.put(field, marker);
        return Client.JSON.writeValueAsString(copy).replace("\"" + marker + "\"", bad);
    }
}
