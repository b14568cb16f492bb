package io.bitchat.bench.suite;

import io.bitchat.bench.Refused;
import io.bitchat.bench.files.FileApi;
import io.bitchat.contracts.messages.MessageIds;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The suite through its gateway, as any client uses it: REST and WebSockets. */
public final class SuiteApi {
    private static final String BASE = "/api/bitchat";
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int CONNECTIONS = 256;
    private static final int SOCKETS = 5_000;

    private final String host;
    private final int port;
    private final URI url;
    private final HttpClient http;
    private final WebSocketClient sockets;
    private final BenchKeys keys;

    SuiteApi(Vertx vertx, URI url, BenchKeys keys) {
        this.url = url;
        this.host = url.getHost();
        this.port = url.getPort() < 0 ? 80 : url.getPort();
        this.keys = keys;
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS)
                .setKeepAliveTimeout(60)
                .setMaxChunkSize(FileApi.PIECE)
                .setTcpNoDelay(true));
        this.sockets = vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxConnections(SOCKETS).setTcpNoDelay(true));
    }

    /** The answer of the suite. */
    public record Answer(int status, Buffer body) {
        public JsonObject json() {
            return new JsonObject(body);
        }

        /** Number of elements of an answered array; -1 for an error. */
        public int rows() {
            return status == 200 ? new JsonArray(body).size() : -1;
        }
    }

    /** Fails with the remedy if the suite does not answer or is not ready. */
    Future<Void> ready() {
        return call(HttpMethod.GET, "/q/health/ready", "", null)
                .transform(answer -> answer.succeeded() && answer.result().status() == 200
                        ? Future.<Void>succeededFuture()
                        : Future.<Void>failedFuture(Refused.notUp(url.toString())));
    }

    /** Whether the suite requires tokens. */
    Future<Boolean> wantsToken() {
        return call(HttpMethod.GET, BASE + "/peers/bench-nobody", "", null).map(answer -> answer.status() == 401);
    }

    public Future<Answer> register(String peerId) {
        var body = new JsonObject()
                .put("peer_id", peerId)
                .put("public_key", keys.publicKey(peerId))
                .put("key_algorithm", "Ed25519")
                .put("display_name", peerId);
        return call(HttpMethod.POST, BASE + "/peers/register", "", body.toBuffer())
                .compose(answer -> expect(answer, "register " + peerId, 200, 201, 409));
    }

    /** Logs in with a signed challenge and gets a token. */
    Future<Peer> login(String peerId) {
        return call(
                        HttpMethod.POST,
                        BASE + "/auth/challenge",
                        "",
                        new JsonObject().put("peer_id", peerId).toBuffer())
                .compose(answer -> expect(answer, "challenge of " + peerId, 200, 201))
                .compose(answer -> {
                    String nonce = answer.json().getString("nonce");
                    var proof = new JsonObject()
                            .put("peer_id", peerId)
                            .put("nonce", nonce)
                            .put("signature", keys.sign(peerId, nonce));
                    return call(HttpMethod.POST, BASE + "/auth/token", "", proof.toBuffer());
                })
                .compose(answer -> expect(answer, "token of " + peerId, 200, 201))
                .map(answer -> new Peer(peerId, answer.json().getString("access_token")));
    }

    public Future<Answer> send(Peer from, String to, String messageId, String content) {
        /* ids and content are the bench's own and need no escaping */
        String body = "{\"from_peer_id\":\"" + from.id() + "\",\"to_peer_id\":\"" + to + "\",\"message_id\":\""
                + messageId + "\",\"content\":\"" + content + "\"}";
        return call(HttpMethod.POST, BASE + "/messages/send", from.token(), Buffer.buffer(body));
    }

    public Future<Answer> createGroup(Peer creator, String name, List<Peer> members) {
        var body = new JsonObject()
                .put("name", name)
                .put("created_by", creator.id())
                .put(
                        "initial_members",
                        new JsonArray(members.stream().map(Peer::id).toList()));
        return call(HttpMethod.POST, BASE + "/groups", creator.token(), body.toBuffer());
    }

    public Future<Answer> group(Peer reader, String groupId) {
        return call(HttpMethod.GET, BASE + "/groups/" + groupId, reader.token(), null);
    }

    /** Invites a site to a group. */
    public Future<Answer> share(Peer admin, String groupId, String site) {
        var body = new JsonObject().put("site", site).toBuffer();
        return call(HttpMethod.POST, BASE + "/groups/" + groupId + "/sites", admin.token(), body);
    }

    /** The id that a message to a group will get. It is needed before the answer, because frames may arrive earlier. */
    public static String idInGroup(Peer from, String groupId, String chosen) {
        return MessageIds.inGroup(groupId, from.id(), MessageIds.keyOfId(chosen));
    }

    public Future<Answer> sendToGroup(Peer from, String groupId, String messageId, String content) {
        String body = "{\"from_peer_id\":\"" + from.id() + "\",\"message_id\":\"" + messageId + "\",\"content\":\""
                + content + "\"}";
        return call(HttpMethod.POST, BASE + "/groups/" + groupId + "/messages", from.token(), Buffer.buffer(body));
    }

    public Future<Answer> conversation(Peer reader, String other, int limit, int offset) {
        String query = offset == 0 ? "?limit=" + limit : "?limit=" + limit + "&offset=" + offset;
        return call(
                HttpMethod.GET,
                BASE + "/messages/conversation/" + reader.id() + "/" + other + query,
                reader.token(),
                null);
    }

    public Future<Answer> peer(Peer reader, String peerId) {
        return call(HttpMethod.GET, BASE + "/peers/" + peerId, reader.token(), null);
    }

    public Future<WebSocket> socket(Peer peer) {
        String query = peer.token().isEmpty() ? "" : "?token=" + peer.token();
        var options = new WebSocketConnectOptions()
                .setHost(host)
                .setPort(port)
                .setTimeout(TIMEOUT_MILLIS)
                .setURI(BASE + "/ws/" + peer.id() + query);
        return sockets.connect(options);
    }

    /** Fails if the status is not one of those given. */
    public static Future<Answer> expect(Answer answer, String what, int... statuses) {
        for (int status : statuses) {
            if (answer.status() == status) {
                return Future.succeededFuture(answer);
            }
        }
        return Future.failedFuture(new Refused(what + " was answered with " + answer.status() + ": " + answer.body()));
    }

    private Future<Answer> call(HttpMethod method, String path, String token, @Nullable Buffer body) {
        var options = new RequestOptions()
                .setHost(host)
                .setPort(port)
                .setMethod(method)
                .setURI(path)
                .setTimeout(TIMEOUT_MILLIS);
        if (!token.isEmpty()) {
            options.putHeader("authorization", "Bearer " + token);
        }
        if (body != null) {
            options.putHeader("content-type", "application/json");
        }
        /*
         * The body handler is set in the inner step: set later by the caller's thread, it could miss the body, and the
         * timeout would no longer run.
         */
        return http.request(options)
                .compose(request -> (body == null ? request.send() : request.send(body))
                        .compose(response -> response.body().map(bytes -> new Answer(response.statusCode(), bytes))))
                .compose(answer -> answer.status() == 429
                        ? Future.<Answer>failedFuture(Refused.rateLimited())
                        : Future.succeededFuture(answer))
                .recover(cause ->
                        Future.failedFuture(cause instanceof ConnectException ? Refused.notUp(url.toString()) : cause));
    }
}
