package io.bitchat.bench.suite;

import io.bitchat.bench.files.FakeFiles;
import io.bitchat.bench.groups.FakeGroups;
import io.bitchat.bench.load.Await;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A fake of the suite's public interface, with injectable faults. Confined to one event loop. */
public final class FakeSuite implements AutoCloseable {
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Map<String, ServerWebSocket> sockets = new HashMap<>();
    private final Map<String, String> keys = new HashMap<>();
    private final Map<String, List<String>> conversations = new HashMap<>();
    public final FakeGroups groups = new FakeGroups(sockets);
    public final FakeFiles files = new FakeFiles(vertx);
    public volatile int loseEvery;
    public volatile int repeatEvery;
    public volatile int limitAfter = Integer.MAX_VALUE;
    public volatile boolean ready = true;
    public volatile boolean wantsToken;
    public volatile int acks;
    private int sends;

    public FakeSuite() {
        server = Await.result(
                vertx.createHttpServer(new HttpServerOptions().setMaxChunkSize(SuiteApi.PIECE))
                        .requestHandler(this::handle)
                        .listen(0, "127.0.0.1"),
                Duration.ofSeconds(10));
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    private void handle(HttpServerRequest request) {
        String[] path = request.path().split("/");
        if (request.path().equals("/q/health/ready")) {
            request.response().setStatusCode(ready ? 200 : 503).end(files.health());
        } else if (path[3].equals("ws")) {
            request.toWebSocket().onSuccess(socket -> connected(path[4], socket));
        } else if (wantsToken
                && !path[3].equals("auth")
                && !request.path().endsWith("register")
                && !("Bearer token-of-" + owner(request))
                        .startsWith(String.valueOf(request.getHeader("authorization")))) {
            request.response().setStatusCode(401).end();
        } else {
            request.body().onSuccess(body -> answer(request, path, body));
        }
    }

    private static String owner(HttpServerRequest request) {
        String token = request.getHeader("authorization");
        return token == null ? "" : token.substring("Bearer token-of-".length());
    }

    private void connected(String peer, ServerWebSocket socket) {
        sockets.put(peer, socket);
        socket.textMessageHandler(text -> acks += text.contains("\"ack\"") ? 1 : 0);
    }

    private void answer(HttpServerRequest request, String[] path, Buffer body) {
        HttpServerResponse response = request.response();
        if (path[3].equals("files")) {
            files.answer(request, path, body);
            return;
        }
        if (path[3].equals("groups")) {
            groups.answer(response, path, new JsonObject(body));
            return;
        }
        switch (path[3] + "/" + (path.length > 4 ? path[4] : "")) {
            case "peers/register" -> {
                var peer = new JsonObject(body);
                keys.put(peer.getString("peer_id"), peer.getString("public_key"));
                response.setStatusCode(201).end();
            }
            case "auth/challenge" ->
                response.end(new JsonObject().put("nonce", "n-1").toBuffer());
            case "auth/token" -> token(response, new JsonObject(body));
            case "messages/send" -> send(response, new JsonObject(body));
            case "messages/conversation" -> page(request, path[5] + "|" + path[6]);
            default ->
                response.setStatusCode(keys.containsKey(path[4]) ? 200 : 404).end("{}");
        }
    }

    private void token(HttpServerResponse response, JsonObject proof) {
        String peer = proof.getString("peer_id");
        boolean proven = verify(
                keys.get(peer),
                "bitchat-auth-v1:" + peer + ":" + proof.getString("nonce"),
                proof.getString("signature"));
        response.setStatusCode(proven ? 200 : 401)
                .end(new JsonObject().put("access_token", "token-of-" + peer).toBuffer());
    }

    public static boolean verify(String key, String text, String signature) {
        try {
            byte[] raw = Base64.getDecoder().decode(key);
            byte[] encoded = Buffer.buffer(ED25519_PREFIX).appendBytes(raw).getBytes();
            var check = Signature.getInstance("Ed25519");
            check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            check.update(text.getBytes(StandardCharsets.UTF_8));
            return check.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void send(HttpServerResponse response, JsonObject message) {
        int number = ++sends;
        if (number > limitAfter) {
            response.setStatusCode(429).putHeader("retry-after", "60").end();
            return;
        }
        conversations
                .computeIfAbsent(
                        message.getString("from_peer_id") + "|" + message.getString("to_peer_id"),
                        _ -> new ArrayList<>())
                .add(message.getString("message_id"));
        response.setStatusCode(201).end("{}");
        ServerWebSocket socket = sockets.get(message.getString("to_peer_id"));
        if (socket == null || isEvery(number, loseEvery)) {
            return;
        }
        String frame = new JsonObject()
                .put("cursor", "c")
                .put("data", message)
                .put("type", "message")
                .encode();
        socket.writeTextMessage(frame);
        if (isEvery(number, repeatEvery)) {
            socket.writeTextMessage(frame);
        }
    }

    private static boolean isEvery(int number, int period) {
        return period > 0 && number % period == 0;
    }

    private void page(HttpServerRequest request, String pair) {
        int limit = Integer.parseInt(request.getParam("limit"));
        int offset = Integer.parseInt(request.getParam("offset", "0"));
        List<String> rows = conversations.getOrDefault(pair, List.of());
        int from = Math.min(offset, rows.size());
        request.response()
                .end(new JsonArray(List.copyOf(rows.subList(from, Math.min(rows.size(), from + limit)))).toBuffer());
    }

    @Override
    public void close() {
        Await.result(vertx.close(), Duration.ofSeconds(10));
    }
}
