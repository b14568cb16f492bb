package io.bitchat.system.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.KeyHolder;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Socket;
import io.bitchat.system.suite.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@RequiredSuite(RequiredSuite.Kind.REQUIRED)
class RequiredAuthTest {
    /** Routes that callers use before they have a token. */
    private static final Set<String> WITHOUT_TOKEN =
            Set.of("/api/bitchat/peers/register", "/api/bitchat/auth/challenge", "/api/bitchat/auth/token");

    /** Token life that {@link Suite#required} sets, less a second for the request. */
    private static final Duration TOKEN_LIFE = Duration.ofSeconds(14);

    private final Suite suite = Suite.required();
    private final Client stranger = new Client(suite.url());
    private final KeyHolder alice = KeyHolder.register(stranger, Client.someone("alice"));
    private final KeyHolder bob = KeyHolder.register(stranger, Client.someone("bob"));

    @Test
    void everyRouteWithoutATokenIs401() {
        var paths = stranger.get("/openapi").body().path("paths");
        var checked = new ArrayList<String>();
        paths.properties().forEach(path -> {
            if (!path.getKey().startsWith("/api/bitchat/") || WITHOUT_TOKEN.contains(path.getKey())) return;
            if (path.getKey().contains("/ws/")) return;
            path.getValue().properties().forEach(operation -> {
                if (!List.of("get", "put", "post", "patch", "delete").contains(operation.getKey())) return;
                var answer = stranger.call(
                        operation.getKey().toUpperCase(),
                        concrete(path.getKey()).substring("/api/bitchat".length()),
                        bodyFor(operation.getValue(), path.getKey()),
                        // tus rejects another protocol version before it checks anything else
                        "Tus-Resumable",
                        "1.0.0");
                assertThat(answer.status())
                        .as(operation.getKey() + " " + path.getKey())
                        .isEqualTo(401);
                checked.add(path.getKey());
            });
        });
        assertThat(checked).hasSizeGreaterThanOrEqualTo(22);
        assertThat(Socket.refusal(suite.url(), alice.peerId(), "")).isEqualTo(401);
    }

    @Test
    void aTokenOfAnotherPeerIs403() {
        var asBob = new Client(suite.url(), bob.token(stranger));
        var a = alice.peerId();
        var id = new Client(suite.url(), alice.token(stranger))
                .send(a, bob.peerId(), "x")
                .body()
                .path("message_id")
                .asText();
        var toCarol = new Client(suite.url(), alice.token(stranger))
                .send(a, "carol", "x")
                .body()
                .path("message_id")
                .asText();

        assertThat(asBob.send(a, "carol", "forged").status()).isEqualTo(403);
        assertThat(asBob.put("/peers/" + a + "/status", Map.of("is_online", false))
                        .status())
                .isEqualTo(403);
        assertThat(asBob.put("/peers/" + a + "/settings", Map.of("read_receipts", false))
                        .status())
                .isEqualTo(403);
        assertThat(asBob.call("DELETE", "/peers/" + a, null).status()).isEqualTo(403);
        assertThat(asBob.get("/messages/conversation/" + a + "/carol").status()).isEqualTo(403);
        assertThat(asBob.get("/messages/inbox/" + a).status()).isEqualTo(403);
        assertThat(asBob.post("/auth/revoke", Map.of("peer_id", a)).status()).isEqualTo(403);
        assertThat(asBob.get("/messages/" + id + "/trace").status()).isEqualTo(403);
        assertThat(asBob.call("PUT", "/messages/" + toCarol + "/delivered", null)
                        .status())
                .isEqualTo(403);
        assertThat(asBob.call("PUT", "/messages/" + toCarol + "/read", null).status())
                .isEqualTo(403);
        assertThat(Socket.refusal(suite.url(), a, "", "Authorization", "Bearer " + bob.token(stranger)))
                .isEqualTo(403);
        assertThat(asBob.get("/messages/conversation/" + a + "/" + bob.peerId()).status())
                .isEqualTo(200);
    }

    @Test
    void onlyWhoBeganAnUploadSendsItsChunks() {
        var asAlice = new Client(suite.url(), alice.token(stranger));
        var asBob = new Client(suite.url(), bob.token(stranger));
        var asked = Map.of("filename", "f", "file_size", 1, "uploaded_by", alice.peerId());
        assertThat(stranger.post("/files/upload", asked).status()).isEqualTo(401);
        assertThat(asBob.post("/files/upload", asked).status()).isEqualTo(403);
        var file = "/files/"
                + asAlice.post("/files/upload", asked).body().path("file_id").asText();

        for (var other : List.of(stranger, asBob)) {
            int expected = other == stranger ? 401 : 403;
            assertThat(other.call("POST", file + "/chunks/0", null, "Content-Type", "application/octet-stream")
                            .status())
                    .isEqualTo(expected);
            assertThat(other.call("DELETE", file, null).status()).isEqualTo(expected);
        }

        assertThat(stranger.get(file).status()).isEqualTo(401);
        assertThat(asBob.get(file).body().path("status").asText()).isEqualTo("pending");
    }

    @Test
    void aKeyIsOnlyReplacedWithASignatureOfTheOldOne() {
        var thief = new KeyHolder(alice.peerId());
        assertThat(stranger.post("/peers/register", thief.registration())
                        .body()
                        .path("code")
                        .asText())
                .isEqualTo("key_proof_required");

        var body = new java.util.HashMap<String, Object>(thief.registration());
        body.putAll(alice.proof(stranger, thief.publicKey(), ""));
        var oldToken = alice.token(stranger);
        assertThat(stranger.post("/peers/register", body).status()).isEqualTo(201);

        assertThat(thief.token(stranger)).isNotEmpty();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> new Client(suite.url(), oldToken)
                                .get("/messages/inbox/" + alice.peerId())
                                .status()
                        == 401);
    }

    @Test
    void aStrangerWhoKnowsThePublicKeyChangesNothing() {
        var token = alice.token(stranger);
        var asAlice = new Client(suite.url(), token);
        asAlice.put("/peers/" + alice.peerId() + "/status", Map.of("is_online", false));
        var body = new java.util.HashMap<String, Object>(alice.registration());

        assertThat(stranger.post("/peers/register", body).status()).isEqualTo(201);
        assertThat(asAlice.get("/peers/" + alice.peerId())
                        .body()
                        .path("is_online")
                        .asBoolean())
                .isFalse();
        body.put("display_name", "Mallory");
        assertThat(stranger.post("/peers/register", body).status()).isEqualTo(403);
        body.putAll(alice.proof(stranger, alice.publicKey(), "Mallory"));
        assertThat(stranger.post("/peers/register", body)
                        .body()
                        .path("display_name")
                        .asText())
                .isEqualTo("Mallory");
    }

    /** A route of each service that a peer may call for itself. */
    private static List<String> ownRoutes(String peerId) {
        return List.of(
                "/peers/" + peerId,
                "/messages/inbox/" + peerId,
                "/groups?peer_id=" + peerId,
                "/files/usage?peer_id=" + peerId);
    }

    @Test
    void oneTokenCountsAtEveryServiceAndIsRefusedByAllOnceItIsRevokedAtOne() {
        var token = alice.token(stranger);
        long end = System.nanoTime() + TOKEN_LIFE.toNanos();
        var asAlice = new Client(suite.url(), token);
        for (var route : ownRoutes(alice.peerId())) {
            assertThat(asAlice.get(route).status()).as(route).isEqualTo(200);
            assertThat(stranger.get(route).status()).as(route).isEqualTo(401);
        }

        var revoked = asAlice.post("/auth/revoke", Map.of("peer_id", alice.peerId()));

        assertThat(revoked.status()).as("every replica has heard of it").isEqualTo(200);
        for (var route : ownRoutes(alice.peerId())) {
            assertThat(asAlice.get(route).status()).as(route).isEqualTo(401);
        }
        assertThat(System.nanoTime()).as("it has not run out instead").isLessThan(end);
        var anew = new Client(suite.url(), alice.token(stranger));
        for (var route : ownRoutes(alice.peerId())) {
            assertThat(anew.get(route).status()).as(route).isEqualTo(200);
        }
    }

    /** message-service forwards the token to group-gossip-service. */
    @Test
    void aGroupMessageThroughTheOtherServiceIsItsAuthorsOwn() {
        var asAlice = new Client(suite.url(), alice.token(stranger));
        var asBob = new Client(suite.url(), bob.token(stranger));
        var group = asAlice.post("/groups", Map.of("name", "n", "created_by", alice.peerId()))
                .body()
                .path("group_id")
                .asText();
        var message = Map.of("from_peer_id", alice.peerId(), "group_id", group, "content", "hello");

        assertThat(asAlice.post("/messages/send", message).status()).isEqualTo(201);
        assertThat(asBob.post("/messages/send", message).status()).isEqualTo(403);
        assertThat(stranger.post("/messages/send", message).status()).isEqualTo(401);
        assertThat(asAlice.get("/groups/" + group + "/messages").body()).hasSize(1);
    }

    @Test
    void revokedTokensStopWorkingOnOpenSocketsToo() throws Exception {
        var token = alice.token(stranger);
        try (var socket = Socket.open(suite.url(), alice.peerId(), "?token=" + token)) {
            socket.say("{\"type\":\"ping\"}");
            assertThat(socket.next().path("type").asText()).isEqualTo("pong");

            assertThat(new Client(suite.url(), token)
                            .post("/auth/revoke", Map.of("peer_id", alice.peerId()))
                            .status())
                    .isEqualTo(200);

            assertThat(socket.closed.get(30, TimeUnit.SECONDS)).isEqualTo(4401);
            assertThat(new Client(suite.url(), token).get("/peers").status()).isEqualTo(401);
        }
    }

    @Test
    void expiredTokensStopWorkingOnOpenSocketsToo() throws Exception {
        var token = bob.token(stranger);
        try (var socket = Socket.open(suite.url(), bob.peerId(), "", "Authorization", "Bearer " + token)) {
            assertThat(socket.closed.get(30, TimeUnit.SECONDS)).isEqualTo(4401);
            assertThat(new Client(suite.url(), token).get("/peers").status()).isEqualTo(401);
        }
    }

    @Test
    void aForgedOrDamagedTokenIs401() {
        var token = alice.token(stranger);
        for (var bad : List.of(
                "",
                "x",
                "a.b.c",
                withOtherSignature(token),
                token + "A",
                "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.",
                "A".repeat(9000))) {
            int status = stranger.call("GET", "/peers", null, "Authorization", "Bearer " + bad)
                    .status();
            assertThat(status).as(bad).isIn(401, 431);
        }
    }

    /** Changes the first character of the signature: the last one has only four possible values. */
    private static String withOtherSignature(String token) {
        int first = token.lastIndexOf('.') + 1;
        return token.substring(0, first) + (token.charAt(first) == 'A' ? 'B' : 'A') + token.substring(first + 1);
    }

    private static String concrete(String path) {
        return path.replace("{transferId}", new UUID(0, 0).toString()).replaceAll("\\{[^}]+}", "x")
                + (path.endsWith("/usage") ? "?peer_id=x" : "");
    }

    /** A well-formed body, so that the request is refused only for its missing token. */
    private static String bodyFor(JsonNode operation, String path) {
        if (operation.path("requestBody").isMissingNode()) return null;
        if (path.endsWith("/offer")) return "{\"sender_id\":\"x\",\"filename\":\"f\",\"file_size\":1}";
        if (path.contains("/transport/")) return "{\"receiver_id\":\"x\",\"payload\":\"\"}";
        if (path.endsWith("/upload")) return "{\"filename\":\"x\",\"file_size\":1,\"uploaded_by\":\"y\"}";
        if (path.endsWith("/fetch")) return "{\"requested_by\":\"y\",\"merkle_root\":\"" + "0".repeat(64) + "\"}";
        if (path.endsWith("/sources")) return "{\"peer_id\":\"y\",\"chunks\":\"all\"}";
        if (path.endsWith("/groups")) return "{\"name\":\"x\",\"created_by\":\"y\"}";
        if (path.endsWith("/{groupId}/messages")) return "{\"from_peer_id\":\"x\",\"content\":\"z\"}";
        if (path.endsWith("/sites")) return "{\"site\":\"x\"}";
        if (path.endsWith("/members/{peerId}")) return "{\"role\":\"admin\"}";
        if (path.endsWith("/send")) return "{\"from_peer_id\":\"x\",\"to_peer_id\":\"y\",\"content\":\"z\"}";
        if (path.endsWith("/conversation")) return "{\"peer_id\":\"x\",\"other_peer_id\":\"y\"}";
        if (path.endsWith("/group")) return "{\"group_id\":\"x\"}";
        if (path.endsWith("/settings")) return "{\"read_receipts\":true}";
        if (path.endsWith("/status")) return "{\"is_online\":true}";
        return "{\"peer_id\":\"x\"}";
    }
}
