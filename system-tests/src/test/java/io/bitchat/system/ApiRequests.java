package io.bitchat.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A request for each route that the suite's OpenAPI document names, with ids that exist. A route that is new there and has
 * no request here fails whoever asks for all of them.
 */
final class ApiRequests {
    static final String JSON_TYPE = "application/json";
    static final String TUS_TYPE = "application/offset+octet-stream";
    private static final String API = "/api/bitchat";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch");

    /** What has a body, with the names of ids in braces. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("POST /auth/challenge", "{\"peer_id\":\"{peer}\"}"),
            Map.entry("POST /auth/token", "{\"peer_id\":\"{peer}\",\"nonce\":\"n\",\"signature\":\"c2ln\"}"),
            Map.entry("POST /auth/revoke", "{\"peer_id\":\"{peer}\"}"),
            Map.entry("POST /files/tus", ""),
            Map.entry("PATCH /files/tus/{fileId}", "0123456789"),
            Map.entry(
                    "POST /files/upload",
                    "{\"filename\":\"f\",\"file_size\":10,\"uploaded_by\":\"{peer}\",\"mime_type\":\"text/plain\"}"),
            Map.entry("POST /files/{fileId}/chunks/{index}", "0123456789"),
            Map.entry("POST /files/{fileId}/fetch", "{\"peer_id\":\"{peer}\",\"sources\":[]}"),
            Map.entry("POST /files/{fileId}/sources", "{\"peer_id\":\"{peer}\",\"chunks\":[0]}"),
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
                    "POST /peers/register", "{\"peer_id\":\"{peer}\",\"public_key\":\"k\",\"display_name\":\"Peer\"}"),
            Map.entry("PUT /peers/{peerId}/settings", "{\"read_receipts\":true}"),
            Map.entry("PUT /peers/{peerId}/status", "{\"is_online\":true}"));

    /** @param path as it stands in the request's line; @param type of the body, empty where there is none */
    record Request(String route, String method, String path, String type, String body) {
        /** Head and body as they go over the wire. */
        String text() {
            var head = new StringBuilder(method + ' ' + path + " HTTP/1.1\r\nHost: localhost\r\n");
            if (!type.isEmpty()) head.append("Content-Type: ").append(type).append("\r\n");
            if (path.contains("/tus")) head.append(TUS);
            if (path.contains("/ws/")) head.append(UPGRADE);
            return head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        }
    }

    /** With an owner: all that are anonymous share one limit. */
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

    /** Makes peers, groups, messages and files, and a request for each route; what is deleted the others do not need. */
    static List<Request> all(Suite suite) throws IOException, InterruptedException {
        var client = new Client(suite.url());
        return new ApiRequests(World.in(suite), World.in(suite))
                .forAll(client.get("/openapi").body());
    }

    private List<Request> forAll(JsonNode document) {
        var requests = new ArrayList<Request>();
        var unknown = new TreeSet<String>();
        for (var path : document.path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                if (!METHODS.contains(operation.getKey())) continue;
                var route = operation.getKey().toUpperCase(java.util.Locale.ROOT)
                        + ' '
                        + path.getKey().replace(API, "");
                var body = BODIES.get(route);
                if (body == null && operation.getValue().has("requestBody")) unknown.add(route);
                else requests.add(request(route, path.getKey(), body));
            }
        }
        assertThat(unknown).as("routes with a body that no test knows").isEmpty();
        return requests;
    }

    private Request request(String route, String path, String body) {
        var method = route.substring(0, route.indexOf(' '));
        var filled = filled(path, method.equals("DELETE") ? victims : ids);
        assertThat(filled).as("path of %s", route).doesNotContain("{");
        if (body == null) return new Request(route, method, filled, "", "");
        return new Request(route, method, filled, typeOf(route), filled(body, ids));
    }

    private static String typeOf(String route) {
        if (route.startsWith("PATCH /files/tus")) return TUS_TYPE;
        if (route.equals("POST /files/tus")) return "";
        return route.contains("/chunks/") ? "application/octet-stream" : JSON_TYPE;
    }

    private static String filled(String text, Map<String, String> ids) {
        var filled = text;
        for (var id : ids.entrySet()) filled = filled.replace('{' + id.getKey() + '}', id.getValue());
        return filled;
    }

    /** What the ids of the requests name. */
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
            return Map.ofEntries(
                    Map.entry("peer", peer),
                    Map.entry("peerId", peer),
                    Map.entry("peer_id", peer),
                    Map.entry("other", other),
                    Map.entry("otherPeerId", other),
                    Map.entry("third", Client.someone("carol")),
                    Map.entry("group", group),
                    Map.entry("groupId", group),
                    Map.entry("messageId", message),
                    Map.entry("fileId", file),
                    Map.entry("index", "0"));
        }
    }
}
