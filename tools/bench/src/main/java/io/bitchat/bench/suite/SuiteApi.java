package io.bitchat.bench.suite;

import io.bitchat.api.Answer;
import io.bitchat.api.ApiClient;
import io.bitchat.api.Authentication;
import io.bitchat.bench.Refused;
import io.bitchat.contracts.messages.MessageIds;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The suite through its gateway, as any client uses it: REST and WebSockets. */
public final class SuiteApi {
    /** Largest piece of a body. With the default of 8 KiB, a MiB would be 128 pieces that each pass all handlers. */
    public static final int PIECE = 256 << 10;

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int CONNECTIONS = 256;
    private static final int SOCKETS = 5_000;

    private final URI url;
    private final ApiClient api;
    private final WebSocketClient sockets;
    private final BenchKeys keys;

    SuiteApi(Vertx vertx, URI url, BenchKeys keys) {
        this.url = url;
        this.keys = keys;
        this.api = new ApiClient(
                vertx,
                url,
                ApiClient.Settings.defaults()
                        .withConnections(CONNECTIONS)
                        .withTimeoutMillis(TIMEOUT_MILLIS)
                        .withPieceBytes(PIECE));
        this.sockets = vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxConnections(SOCKETS).setTcpNoDelay(true));
    }

    /** Fails with the remedy if the suite does not answer or is not ready. */
    Future<Void> ready() {
        return api.readiness()
                .transform(answer -> answer.succeeded() && answer.result().status() == 200
                        ? Future.<Void>succeededFuture()
                        : Future.<Void>failedFuture(Refused.notUp(url.toString())));
    }

    /** Whether the suite requires tokens. */
    Future<Boolean> wantsToken() {
        return api.get("/peers/bench-nobody", ApiClient.NO_TOKEN).map(answer -> answer.status() == 401);
    }

    public Future<Answer> register(String peerId) {
        return usable(new Authentication(api).register(peerId, keys.of(peerId)))
                .compose(answer -> expect(answer, "register " + peerId, 200, 201, 409));
    }

    /** Logs in with a signed challenge and gets a token. */
    Future<Peer> login(String peerId) {
        return usable(new Authentication(api).token(peerId, keys.of(peerId)))
                .compose(answer -> expect(answer, "token of " + peerId, 200, 201))
                .map(answer -> new Peer(peerId, answer.json().getString("access_token")));
    }

    public Future<Answer> send(Peer from, String to, String messageId, String content) {
        /* ids and content are the bench's own and need no escaping */
        String body = "{\"from_peer_id\":\"" + from.id() + "\",\"to_peer_id\":\"" + to + "\",\"message_id\":\""
                + messageId + "\",\"content\":\"" + content + "\"}";
        return usable(api.post("/messages/send", from.token(), Buffer.buffer(body)));
    }

    public Future<Answer> createGroup(Peer creator, String name, List<Peer> members) {
        var body = new JsonObject()
                .put("name", name)
                .put("created_by", creator.id())
                .put(
                        "initial_members",
                        new JsonArray(members.stream().map(Peer::id).toList()));
        return usable(api.post("/groups", creator.token(), body.toBuffer()));
    }

    public Future<Answer> group(Peer reader, String groupId) {
        return usable(api.get("/groups/" + groupId, reader.token()));
    }

    /** Invites a site to a group. */
    public Future<Answer> share(Peer admin, String groupId, String site) {
        var body = new JsonObject().put("site", site).toBuffer();
        return usable(api.post("/groups/" + groupId + "/sites", admin.token(), body));
    }

    /** The id that a message to a group will get. It is needed before the answer, because frames may arrive earlier. */
    public static String idInGroup(Peer from, String groupId, String chosen) {
        return MessageIds.inGroup(groupId, from.id(), MessageIds.keyOfId(chosen));
    }

    public Future<Answer> sendToGroup(Peer from, String groupId, String messageId, String content) {
        String body = "{\"from_peer_id\":\"" + from.id() + "\",\"message_id\":\"" + messageId + "\",\"content\":\""
                + content + "\"}";
        return usable(api.post("/groups/" + groupId + "/messages", from.token(), Buffer.buffer(body)));
    }

    public Future<Answer> conversation(Peer reader, String other, int limit, int offset) {
        String query = offset == 0 ? "?limit=" + limit : "?limit=" + limit + "&offset=" + offset;
        return usable(api.get("/messages/conversation/" + reader.id() + "/" + other + query, reader.token()));
    }

    public Future<Answer> peer(Peer reader, String peerId) {
        return usable(api.get("/peers/" + peerId, reader.token()));
    }

    /** Puts a peer into a room that is no group; who is first makes the room. */
    public Future<Answer> invite(Peer by, String roomId, String peerId) {
        var path = "/rooms/" + roomId + "/participants/" + peerId + "?by=" + by.id();
        return usable(api.call(HttpMethod.PUT, path, by.token(), Map.of(), Buffer.buffer()))
                .compose(answer -> expect(answer, "invite " + peerId, 200));
    }

    /** Offers a file in a room; 429 is an answer here. */
    public Future<Answer> offer(Peer from, String roomId, long size) {
        var body = new JsonObject()
                .put("sender_id", from.id())
                .put("filename", "offered.bin")
                .put("file_size", size);
        return api.post("/rooms/" + roomId + "/file-transfer/offer", from.token(), body.toBuffer());
    }

    /** Asks how far a transfer is; a room of which the reader is no part, and an unknown id, are answers here. */
    public Future<Answer> progress(Peer reader, String roomId, UUID transfer) {
        var path = "/rooms/" + roomId + "/file-transfer/" + transfer + "/progress?peer_id=" + reader.id();
        return api.get(path, reader.token());
    }

    public Future<WebSocket> socket(Peer peer) {
        String query = peer.token().isEmpty() ? "" : "?token=" + peer.token();
        var options = new WebSocketConnectOptions()
                .setHost(url.getHost())
                .setPort(url.getPort() < 0 ? 80 : url.getPort())
                .setTimeout(TIMEOUT_MILLIS)
                .setURI(ApiClient.BASE + "/ws/" + peer.id() + query);
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

    /** Fails with the remedy where a measurement makes no sense: a rate limit, or no suite. */
    private Future<Answer> usable(Future<Answer> call) {
        return call.compose(answer -> answer.status() == 429
                        ? Future.<Answer>failedFuture(Refused.rateLimited())
                        : Future.succeededFuture(answer))
                .recover(cause ->
                        Future.failedFuture(cause instanceof ConnectException ? Refused.notUp(url.toString()) : cause));
    }
}
