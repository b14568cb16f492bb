package io.bitchat.system.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bitchat.system.api.ApiRequests;
import io.bitchat.system.api.ApiRequests.Request;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.KeyHolder;
import io.bitchat.system.suite.Socket;
import io.bitchat.system.suite.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An owner with a group, messages and files, and callers with and without access to them. */
final class PermissionWorld {
    /** Tokens of the suite live 15 s. */
    private static final long TOKEN_USE_NANOS = Duration.ofSeconds(8).toNanos();

    private static final Duration TOKEN_LIFE = Duration.ofSeconds(15);
    private static final String BYTES = "0123456789";

    /** Part of everything the owner and its group send; nobody else may see it. */
    final String secret = Client.someone("secret");

    private final Suite suite;
    private final Client stranger;
    private final Map<Who, KeyHolder> holders = new EnumMap<>(Who.class);
    private final KeyHolder friend;
    private final Map<KeyHolder, Token> tokens = new LinkedHashMap<>();
    private final List<String> revoked = new ArrayList<>();
    private final List<String> expiring = new ArrayList<>();
    private final long expiryNanos;
    /** Sockets whose token was revoked after they opened, and whose token will expire. */
    final Socket revokedSocket;

    final Socket expiringSocket;
    private final Map<String, String> ids;
    private final Map<String, String> victims;

    private record Token(String text, long bornNanos) {}

    /**
     * A credential of a request.
     *
     * @param name name in the report
     * @param header value of the Authorization header, null for none
     */
    record Credential(String name, String header) {}

    PermissionWorld(Suite suite) {
        this.suite = suite;
        this.stranger = new Client(suite.url());
        for (var who : Who.values()) {
            if (who.isKnown()) holders.put(who, KeyHolder.register(stranger, Client.someone(name(who))));
        }
        friend = KeyHolder.register(stranger, Client.someone("friend"));
        revokedSocket = revoke();
        for (int i = 0; i < 2; i++) expiring.add(holder(Who.OWNER).token(stranger));
        expiryNanos = System.nanoTime() + TOKEN_LIFE.toNanos();
        seen(expiring.getFirst());
        expiringSocket = socket(Who.OWNER, expiring.getFirst());
        ids = things();
        victims = things();
    }

    private static String name(Who who) {
        return who.name().toLowerCase(java.util.Locale.ROOT);
    }

    String url() {
        return suite.url();
    }

    // --- callers

    KeyHolder holder(Who who) {
        return holders.get(who);
    }

    KeyHolder friend() {
        return friend;
    }

    Client as(Who who) {
        return as(holder(who));
    }

    Client as(KeyHolder holder) {
        return new Client(suite.url(), token(holder));
    }

    String token(KeyHolder holder) {
        var token = tokens.get(holder);
        if (token == null || System.nanoTime() - token.bornNanos() > TOKEN_USE_NANOS) {
            token = new Token(holder.token(stranger), System.nanoTime());
            tokens.put(holder, token);
        }
        return token.text();
    }

    /** Drops the caller's cached token after its tokens were revoked. */
    void forgetTokenOf(Who who) {
        tokens.remove(holder(who));
    }

    Socket socket(Who who, String token) {
        return Socket.open(suite.url(), holder(who).peerId(), "", "Authorization", "Bearer " + token);
    }

    /** Revokes two tokens: one that every service has seen, and one that none has. */
    private Socket revoke() {
        var owner = holder(Who.OWNER);
        for (int i = 0; i < 2; i++) revoked.add(owner.token(stranger));
        seen(revoked.getFirst());
        var socket = socket(Who.OWNER, revoked.getFirst());
        var done = new Client(suite.url(), revoked.getFirst()).post("/auth/revoke", Map.of("peer_id", owner.peerId()));
        assertThat(done.status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> statuses(revoked.getFirst()).equals(List.of(401, 401, 401, 401)));
        return socket;
    }

    private void seen(String token) {
        assertThat(statuses(token)).containsOnly(200);
    }

    /** The status that each service gives for a token. */
    private List<Integer> statuses(String token) {
        var client = new Client(suite.url(), token);
        var usage = "/files/usage?peer_id=" + holder(Who.OWNER).peerId();
        return List.of("/peers", "/stats", "/groups", usage).stream()
                .map(path -> client.get(path).status())
                .toList();
    }

    boolean isExpired() {
        return System.nanoTime() > expiryNanos;
    }

    void awaitExpiry() {
        await().atMost(TOKEN_LIFE.plusSeconds(2)).until(this::isExpired);
    }

    /** All credentials of a caller; each must get the same answer. */
    List<Credential> credentials(Who who) {
        return switch (who) {
            case NONE -> List.of(new Credential("none", null));
            case MALFORMED -> malformed();
            case EXPIRED -> bearers("expired", expiring);
            case FOREIGN ->
                new ForgedTokens(suite)
                        .all(holder(Who.OWNER).peerId(), 1).entrySet().stream()
                                .map(forged -> new Credential(forged.getKey(), "Bearer " + forged.getValue()))
                                .toList();
            case REVOKED -> bearers("revoked", revoked);
            case OTHER, REMOVED, NOT_YET, FORMER_ADMIN, OWNER -> bearers(who.column(), List.of(token(holder(who))));
        };
    }

    private static List<Credential> bearers(String name, List<String> tokens) {
        return tokens.stream()
                .map(token -> new Credential(name, "Bearer " + token))
                .toList();
    }

    private List<Credential> malformed() {
        var good = token(holder(Who.OWNER));
        int dot = good.lastIndexOf('.');
        var other = good.charAt(dot + 1) == 'A' ? 'B' : 'A';
        return List.of(
                new Credential("empty", "Bearer "),
                new Credential("a word", "Bearer x"),
                new Credential("three words", "Bearer a.b.c"),
                new Credential("cut off", "Bearer " + good.substring(0, dot)),
                new Credential("a letter too many", "Bearer " + good + 'A'),
                new Credential(
                        "another signature", "Bearer " + good.substring(0, dot + 1) + other + good.substring(dot + 2)),
                new Credential("twice", "Bearer " + good + ' ' + good),
                new Credential("no scheme", good),
                new Credential("another scheme", "Basic " + good));
    }

    // --- data

    private Map<String, String> things() {
        var owner = holder(Who.OWNER).peerId();
        var group = group();
        var transfer = ApiRequests.transfer(as(Who.OWNER), group, owner, friend.peerId());
        return Map.ofEntries(
                Map.entry("roomId", group),
                Map.entry("transferId", transfer),
                Map.entry("peer", owner),
                Map.entry("peerId", owner),
                Map.entry("peer_id", owner),
                Map.entry("other", friend.peerId()),
                Map.entry("otherPeerId", friend.peerId()),
                Map.entry("third", holder(Who.NOT_YET).peerId()),
                Map.entry("group", group),
                Map.entry("groupId", group),
                Map.entry("said", said(group)),
                Map.entry("messageId", sent(holder(Who.OWNER), friend)),
                Map.entry("received", sent(friend, holder(Who.OWNER))),
                Map.entry("fileId", file(true)),
                Map.entry("begun", file(false)),
                Map.entry("tus", tus()),
                Map.entry("index", "0"),
                Map.entry("key", holder(Who.OWNER).publicKey()));
    }

    String id(String name) {
        return ids.get(name);
    }

    /** Creates a group with a removed member and a former admin. */
    private String group() {
        var members = List.of(
                friend.peerId(),
                holder(Who.REMOVED).peerId(),
                holder(Who.FORMER_ADMIN).peerId());
        var asked = Map.of("name", secret, "created_by", holder(Who.OWNER).peerId(), "initial_members", members);
        var group = new String[1];
        // the service learns of peers through Kafka
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            var made = as(Who.OWNER).post("/groups", asked);
            group[0] = made.body().path("group_id").asText();
            return made.status() == 201;
        });
        var path = "/groups/" + group[0] + "/members/";
        for (var role : List.of("admin", "member")) {
            done(as(Who.OWNER).put(path + members.get(2), Map.of("role", role)));
        }
        done(as(Who.OWNER).call("DELETE", path + members.get(1), null));
        return group[0];
    }

    private String said(String group) {
        var said = Map.of("from_peer_id", holder(Who.OWNER).peerId(), "content", secret);
        return done(as(Who.OWNER).post("/groups/" + group + "/messages", said))
                .path("message_id")
                .asText();
    }

    private String sent(KeyHolder from, KeyHolder to) {
        return done(as(from).send(from.peerId(), to.peerId(), secret))
                .path("message_id")
                .asText();
    }

    private String file(boolean whole) {
        var asked = Map.of(
                "filename",
                "f",
                "file_size",
                BYTES.length(),
                "uploaded_by",
                holder(Who.OWNER).peerId());
        var file =
                done(as(Who.OWNER).post("/files/upload", asked)).path("file_id").asText();
        if (!whole) return file;
        var chunk =
                new Request("", "POST", "/api/bitchat/files/" + file + "/chunks/0", "application/octet-stream", BYTES);
        done(send(chunk, "Bearer " + token(holder(Who.OWNER))));
        return file;
    }

    private String tus() {
        var begun =
                send(new Request("", "POST", "/api/bitchat/files/tus", "", ""), "Bearer " + token(holder(Who.OWNER)));
        done(begun);
        var location = begun.raw().headers().firstValue("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static JsonNode done(Client.Answer answer) {
        assertThat(answer.status()).as(answer.raw().body()).isBetween(200, 299);
        return answer.body();
    }

    // --- requests

    /** @param authorization null for none */
    Client.Answer send(Request request, String authorization) {
        var builder = request.builder(suite.url());
        if (authorization != null) builder.header("Authorization", authorization);
        return stranger.exchange(builder.build());
    }

    /** A request for each route, by its row in the table. The proof for a token can be used once. */
    Map<String, Request> requests(JsonNode document, boolean withProof) {
        var known = new LinkedHashMap<>(ids);
        var nonce = withProof ? holder(Who.OWNER).nonce(stranger) : "n";
        known.put("nonce", nonce);
        known.put("signature", holder(Who.OWNER).signatureOf(nonce));
        var requests = new LinkedHashMap<String, Request>();
        for (var request : ApiRequests.of(document, known, victims)) requests.put(request.route(), request);
        return requests;
    }

    /** All of the owner's data that a refused request could have changed. */
    Map<String, String> state() {
        var owner = holder(Who.OWNER).peerId();
        var state = new LinkedHashMap<String, String>();
        var paths = new ArrayList<>(List.of(
                "/groups",
                "/messages/inbox/" + owner,
                "/messages/conversation/" + owner + '/' + friend.peerId(),
                "/files/usage?peer_id=" + owner,
                "/files/" + ids.get("fileId") + "/sources",
                "/transport/delegations/" + owner,
                "/peers/" + owner));
        for (var there : List.of(ids, victims)) {
            paths.add("/groups/" + there.get("group") + "?include=clock");
            paths.add("/groups/" + there.get("group") + "/members?include=former");
            paths.add("/groups/" + there.get("group") + "/messages");
            paths.add("/rooms/" + there.get("roomId") + "/file-transfer");
            for (var file : List.of("fileId", "begun", "tus")) paths.add("/files/" + there.get(file));
        }
        for (var path : paths) {
            var answer = as(Who.OWNER).get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            // presence and trust change without the caller
            var body = answer.raw().body().replaceAll("\"(last_seen|is_online|trust_score)\":[^,}]*", "");
            state.put(path, body);
        }
        return state;
    }
}
