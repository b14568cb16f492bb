package io.bitchat.system.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Content;
import io.bitchat.system.suite.FileClient;
import io.bitchat.system.suite.Suite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A request for each route of the suite's OpenAPI document, with ids that exist. A new route without a request here
 * fails the callers that ask for all routes.
 */
public final class ApiRequests {
    static final String JSON_TYPE = "application/json";
    static final String TUS_TYPE = "application/offset+octet-stream";
    private static final String API = "/api/bitchat";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch");

    /** The first chunk of {@link #transfer}. */
    private static final String CHUNK_JSON = "{\"transfer_id\":\"{transferId}\",\"chunk_index\":0,\"total_chunks\":2,"
            + "\"chunk_size\":10,\"data\":\"MDEyMzQ1Njc4OQ==\",\"checksum\":"
            + "\"84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882\"}";

    /** Request bodies by route, with the names of ids in braces. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("POST /auth/challenge", "{\"peer_id\":\"{peer}\"}"),
            Map.entry(
                    "POST /auth/token", "{\"peer_id\":\"{peer}\",\"nonce\":\"{nonce}\",\"signature\":\"{signature}\"}"),
            Map.entry("POST /auth/revoke", "{\"peer_id\":\"{peer}\"}"),
            Map.entry("POST /files/tus", ""),
            Map.entry("PATCH /files/tus/{fileId}", "0123456789"),
            Map.entry(
                    "POST /files/upload",
                    "{\"filename\":\"f\",\"file_size\":10,\"uploaded_by\":\"{peer}\",\"mime_type\":\"text/plain\"}"),
            Map.entry("POST /files/{fileId}/chunks/{index}", "0123456789"),
            Map.entry(
                    "POST /files/{fileId}/fetch",
                    "{\"requested_by\":\"{peer}\",\"merkle_root\":\"" + "0".repeat(64) + "\"}"),
            Map.entry("POST /files/{fileId}/sources", "{\"peer_id\":\"{peer}\",\"chunks\":[[0,0]]}"),
            Map.entry("POST /groups", "{\"name\":\"n\",\"created_by\":\"{peer}\",\"initial_members\":[\"{other}\"]}"),
            Map.entry("PUT /groups/{groupId}", "{\"name\":\"put\"}"),
            Map.entry("PATCH /groups/{groupId}", "{\"name\":\"patched\"}"),
            Map.entry("POST /groups/{groupId}/members", "{\"peer_id\":\"{third}\"}"),
            Map.entry("PUT /groups/{groupId}/members/{peerId}", "{\"role\":\"admin\"}"),
            Map.entry("POST /groups/{groupId}/messages", "{\"from_peer_id\":\"{peer}\",\"content\":\"hello\"}"),
            Map.entry("POST /groups/{groupId}/sites", "{\"site\":\"nowhere\"}"),
            Map.entry("POST /messages/conversation", "{\"peer_id\":\"{peer}\",\"other_peer_id\":\"{other}\"}"),
            Map.entry("POST /messages/group", "{\"group_id\":\"{group}\"}"),
            Map.entry(
                    "POST /messages/send",
                    "{\"from_peer_id\":\"{peer}\",\"to_peer_id\":\"{other}\",\"content\":\"hello\"}"),
            Map.entry("PUT /messages/{messageId}/delivered", "{}"),
            Map.entry("PUT /messages/{messageId}/read", "{}"),
            Map.entry(
                    "POST /peers/register",
                    "{\"peer_id\":\"{peer}\",\"public_key\":\"{key}\",\"display_name\":\"Peer\"}"),
            Map.entry(
                    "POST /rooms/{roomId}/file-transfer/offer",
                    "{\"sender_id\":\"{peer}\",\"receiver_id\":\"{other}\",\"filename\":\"f\",\"file_size\":10}"),
            Map.entry("POST /rooms/{roomId}/file-transfer/{transferId}/accept", "{}"),
            Map.entry("POST /rooms/{roomId}/file-transfer/{transferId}/reject", "{\"reason\":\"no space\"}"),
            Map.entry("POST /rooms/{roomId}/file-transfer/{transferId}/pause", "{}"),
            Map.entry("POST /rooms/{roomId}/file-transfer/{transferId}/resume", "{}"),
            Map.entry("POST /rooms/{roomId}/file-transfer/{transferId}/chunks", CHUNK_JSON),
            Map.entry("POST /rooms/{roomId}/file-transfer/{transferId}/chunks/{index}", "0123456789"),
            Map.entry("POST /transport/plan", "{\"receiver_id\":\"{other}\",\"payload\":\"aGVsbG8=\"}"),
            Map.entry("POST /transport/send", "{\"receiver_id\":\"{other}\",\"payload\":\"aGVsbG8=\"}"),
            Map.entry("PUT /peers/{peerId}/settings", "{\"read_receipts\":true}"),
            Map.entry("PUT /peers/{peerId}/status", "{\"is_online\":true}"));

    /** Query strings by route. */
    private static final Map<String, String> QUERIES = Map.of(
            "GET /file-transfers", "?peer_id={peer}",
            "GET /files/usage", "?peer_id={peer}",
            "GET /transport/messages/{messageId}", "?receiver_id={other}",
            "DELETE /transport/inbox", "?through=1");

    /** Exceptions by route prefix: the id that a name in the path stands for there. */
    private static final Map<String, Map<String, String>> OTHER_IDS = Map.of(
            "PUT /messages/{messageId}/", Map.of("messageId", "received"),
            "PUT /groups/{groupId}/members/", Map.of("peerId", "other"),
            "DELETE /groups/{groupId}/members/", Map.of("peerId", "other"),
            "HEAD /files/tus/", Map.of("fileId", "tus"),
            "PATCH /files/tus/", Map.of("fileId", "tus"),
            "DELETE /files/tus/", Map.of("fileId", "tus"),
            "POST /files/{fileId}/chunks/", Map.of("fileId", "begun"));

    /** @param path path and query of the request line; @param type media type of the body, empty without one */
    public record Request(String route, String method, String path, String type, String body) {
        /** The head and body in wire format. */
        String text() {
            var head = new StringBuilder(method + ' ' + path + " HTTP/1.1\r\nHost: localhost\r\n");
            if (!type.isEmpty()) head.append("Content-Type: ").append(type).append("\r\n");
            if (path.contains("/tus")) head.append(TUS);
            if (path.contains("/ws/")) head.append(UPGRADE);
            return head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        }

        public boolean isSocket() {
            return path.contains("/ws/");
        }

        /** The same request for a client that manages connections itself. */
        public HttpRequest.Builder builder(String url) {
            var publisher = method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
            var request = HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(Duration.ofSeconds(15))
                    .method(method, publisher);
            if (!type.isEmpty()) request.header("Content-Type", type);
            if (path.contains("/tus")) {
                request.headers("Tus-Resumable", "1.0.0", "Upload-Offset", "0", "Upload-Length", "10");
            }
            return request;
        }
    }

    /** Names an owner, because anonymous uploads share one limit. */
    private static final String TUS = "Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nUpload-Length: 10\r\n"
            + "Upload-Metadata: uploaded_by cm91dGVz\r\n";

    private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    private final Map<String, String> ids;
    private final Map<String, String> victims;

    private ApiRequests(Map<String, String> ids, Map<String, String> victims) {
        this.ids = ids;
        this.victims = victims;
    }

    /** Creates test data and a request for each route. Requests that delete have data of their own. */
    static List<Request> all(Suite suite) throws IOException, InterruptedException {
        var client = new Client(suite.url());
        return of(client.get("/openapi").body(), World.in(suite), World.in(suite));
    }

    /**
     * A request for each route of a document.
     *
     * @param ids values of the names in braces
     * @param victims values for requests that delete
     */
    public static List<Request> of(JsonNode document, Map<String, String> ids, Map<String, String> victims) {
        return new ApiRequests(ids, victims).forAll(document);
    }

    /** The routes of a document, as method and path below the base path of the API. */
    public static List<String> routesOf(JsonNode document) {
        return List.copyOf(operations(document).keySet());
    }

    private static Map<String, JsonNode> operations(JsonNode document) {
        var operations = new LinkedHashMap<String, JsonNode>();
        for (var path : document.path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                if (!METHODS.contains(operation.getKey())) continue;
                var method = operation.getKey().toUpperCase(java.util.Locale.ROOT);
                operations.put(method + ' ' + path.getKey().replace(API, ""), operation.getValue());
            }
        }
        return operations;
    }

    private List<Request> forAll(JsonNode document) {
        var requests = new ArrayList<Request>();
        var unknown = new TreeSet<String>();
        operations(document).forEach((route, operation) -> {
            var body = BODIES.get(route);
            if (body == null && operation.has("requestBody")) unknown.add(route);
            else requests.add(request(route, body));
        });
        assertThat(unknown).as("routes with a body that no test knows").isEmpty();
        return requests;
    }

    private Request request(String route, String body) {
        var method = route.substring(0, route.indexOf(' '));
        var path = route.substring(method.length() + 1);
        if (!path.matches("/(docs|metrics|openapi|q/.*|\\.well-known/.*)")) path = API + path;
        path = path.replace("{transportId}", "mesh").replace("{nodeId}", "roof");
        var filled = filled(named(route, path), method.equals("DELETE") ? victims : ids);
        assertThat(filled).as("path of %s", route).doesNotContain("{");
        if (body == null) return new Request(route, method, filled, "", "");
        return new Request(route, method, filled, typeOf(route), filled(body, ids));
    }

    private static String named(String route, String path) {
        var named = path + QUERIES.getOrDefault(route, "");
        for (var other : OTHER_IDS.entrySet()) {
            if (!route.startsWith(other.getKey())) continue;
            for (var name : other.getValue().entrySet()) {
                named = named.replace('{' + name.getKey() + '}', '{' + name.getValue() + '}');
            }
        }
        return named;
    }

    private static String typeOf(String route) {
        if (route.startsWith("PATCH /files/tus")) return TUS_TYPE;
        if (route.equals("POST /files/tus")) return "";
        return route.contains("/chunks/{index}") ? "application/octet-stream" : JSON_TYPE;
    }

    /**
     * Offers a file of two chunks, which nobody has accepted: so it waits for an hour, whatever happens to sockets.
     *
     * @return the id of the transfer
     */
    public static String transfer(Client client, String room, String sender, String receiver) {
        var offer = Map.of(
                "sender_id", sender, "receiver_id", receiver, "filename", "f", "file_size", 20, "chunk_size", 10);
        var path = "/rooms/" + room + "/file-transfer/offer";
        // file-service learns of groups through Kafka
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> client.post(path, offer).body().path("transfer_id").asText(), found -> !found.isEmpty());
    }

    private static String filled(String text, Map<String, String> ids) {
        var filled = text;
        for (var id : ids.entrySet()) filled = filled.replace('{' + id.getKey() + '}', id.getValue());
        return filled;
    }

    /** Creates the data that the ids of the requests refer to. */
    private static final class World {
        private World() {}

        static Map<String, String> in(Suite suite) throws IOException, InterruptedException {
            var client = new Client(suite.url());
            var peer = Client.someone("alice");
            var other = Client.someone("bob");
            for (var name : List.of(peer, other)) {
                client.post("/peers/register", Map.of("peer_id", name, "public_key", "k", "display_name", "Peer"));
            }
            var group = client.post(
                            "/groups", Map.of("name", "Team", "created_by", peer, "initial_members", List.of(other)))
                    .body()
                    .path("group_id")
                    .asText();
            var message =
                    client.send(peer, other, "hello").body().path("message_id").asText();
            var file = new FileClient(suite).upload("f", Content.of(10, 5));
            var transfer = transfer(client, group, peer, other);
            return Map.ofEntries(
                    Map.entry("roomId", group),
                    Map.entry("transferId", transfer),
                    Map.entry("peer", peer),
                    Map.entry("peerId", peer),
                    Map.entry("peer_id", peer),
                    Map.entry("other", other),
                    Map.entry("otherPeerId", other),
                    Map.entry("third", Client.someone("carol")),
                    Map.entry("group", group),
                    Map.entry("groupId", group),
                    Map.entry("messageId", message),
                    Map.entry("received", message),
                    Map.entry("fileId", file),
                    Map.entry("begun", file),
                    Map.entry("tus", file),
                    Map.entry("key", "k"),
                    Map.entry("nonce", "n"),
                    Map.entry("signature", "c2ln"),
                    Map.entry("index", "0"));
        }
    }
}
