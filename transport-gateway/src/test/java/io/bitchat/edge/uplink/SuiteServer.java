package io.bitchat.edge.uplink;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** What a suite offers to a node, on a real port: registration, tokens for whoever signs rightly, and the socket. */
public final class SuiteServer implements AutoCloseable {
    static final String REGISTER = "/api/bitchat/peers/register";
    static final String CHALLENGE = "/api/bitchat/auth/challenge";
    static final String TOKEN = "/api/bitchat/auth/token";
    static final String UPLINK = "/api/bitchat/transport/uplink/roof";

    private static final String UPLINKS = "/api/bitchat/transport/uplink/";

    /** Everything before the 32 bytes of an Ed25519 key in its X.509 encoding (RFC 8410 section 4). */
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    /** Paths of all calls, in their order, and when they came. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    final List<Long> times = new CopyOnWriteArrayList<>();
    final List<ServerWebSocket> sockets = new CopyOnWriteArrayList<>();
    final List<UplinkFrame> said = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    /** Answers of paths that do not succeed; 0 for no answer at all. */
    final Map<String, Integer> refusals = new ConcurrentHashMap<>();

    volatile boolean welcomes = true;

    private final Map<String, String> keys = new ConcurrentHashMap<>();
    private final AtomicInteger nonces = new AtomicInteger();
    private final HttpServer server;
    private final BiConsumer<String, ServerWebSocket> joined;

    /** A server that records what the node says, and says itself what a test wants. */
    SuiteServer(Vertx vertx, int port) throws Exception {
        this.joined = (_, socket) -> record(socket);
        this.server = listen(vertx, port);
    }

    /**
     * A server on a free port.
     *
     * @param joined gets the id and the socket of each node that has joined, on the event loop of the socket
     */
    public SuiteServer(Vertx vertx, BiConsumer<String, ServerWebSocket> joined) throws Exception {
        this.joined = joined;
        this.server = listen(vertx, 0);
    }

    private HttpServer listen(Vertx vertx, int port) throws Exception {
        return ChannelPair.of(vertx.createHttpServer(new HttpServerOptions()
                        .setIdleTimeout(0)
                        .setMaxWebSocketMessageSize(UplinkChannel.MAX_FRAME_BYTES))
                .connectionHandler(connection -> {
                    connections.incrementAndGet();
                    connection.closeHandler(_ -> connections.decrementAndGet());
                })
                .requestHandler(this::answer)
                .listen(port, "127.0.0.1")
                .toCompletionStage());
    }

    /** Where nodes join. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    int calls(String path) {
        return (int) calls.stream().filter(path::equals).count();
    }

    private void answer(HttpServerRequest request) {
        calls.add(request.path());
        times.add(System.nanoTime());
        Integer refusal = refusals.get(request.path());
        if (refusal != null) {
            if (refusal > 0) {
                request.response()
                        .setStatusCode(refusal)
                        .end(new JsonObject()
                                .put("detail", "the reason is " + refusal)
                                .toBuffer());
            }
            return;
        }
        if (request.path().startsWith(UPLINKS)) upgrade(request, request.path().substring(UPLINKS.length()));
        else request.bodyHandler(body -> answer(request, new JsonObject(body)));
    }

    private void answer(HttpServerRequest request, JsonObject body) {
        var peer = body.getString("peer_id");
        var answer = new JsonObject();
        int status = 200;
        switch (request.path()) {
            case REGISTER -> {
                var before = keys.putIfAbsent(peer, body.getString("public_key"));
                if (before == null) status = 201;
                else if (!before.equals(body.getString("public_key"))) status = 409;
            }
            case CHALLENGE -> answer.put("nonce", "n" + nonces.incrementAndGet());
            case TOKEN -> {
                if (isSigned(keys.get(peer), peer, body)) answer.put("access_token", "token-of-" + peer);
                else status = 401;
            }
            default -> status = 404;
        }
        request.response().setStatusCode(status).end(answer.toBuffer());
    }

    private static boolean isSigned(String key, String peer, JsonObject body) {
        try {
            var bytes = Base64.getDecoder().decode(key);
            var encoded = new byte[X509.length + bytes.length];
            System.arraycopy(X509, 0, encoded, 0, X509.length);
            System.arraycopy(bytes, 0, encoded, X509.length, bytes.length);
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            var text = "bitchat-auth-v1:" + peer + ":" + body.getString("nonce");
            verifier.update(text.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(Base64.getDecoder().decode(body.getString("signature")));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void upgrade(HttpServerRequest request, String node) {
        if (!("Bearer token-of-" + node).equals(request.getHeader("authorization"))) {
            request.response().setStatusCode(401).end();
            return;
        }
        request.toWebSocket().onSuccess(socket -> joined.accept(node, socket));
    }

    private void record(ServerWebSocket socket) {
        socket.textMessageHandler(text -> said.add(UplinkFrame.parse(text)));
        boolean says = welcomes;
        sockets.add(socket);
        if (says) say(new UplinkFrame.Hello(UplinkFrame.VERSION, "suite"));
    }

    ServerWebSocket socket() {
        return sockets.getLast();
    }

    void say(UplinkFrame frame) {
        socket().writeTextMessage(frame.text());
    }

    <F extends UplinkFrame> List<F> said(Class<F> type) {
        return said.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void close() throws Exception {
        ChannelPair.of(server.close().toCompletionStage());
    }
}
