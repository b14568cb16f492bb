package io.bitchat.terminal;

import io.bitchat.api.Answer;
import io.bitchat.api.ApiClient;
import io.bitchat.api.Authentication;
import io.bitchat.api.Files;
import io.bitchat.api.PeerSockets;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A site and the token with which one peer uses it. */
public final class Site {
    /** Longest message on a socket: a chunk with its header. */
    private static final int MAX_MESSAGE_BYTES = ChunkFrameCodec.MAX_BYTES;

    private static final int UNAUTHORIZED = 401;

    private final ApiClient api;
    private final Files files;
    private final PeerSockets sockets;
    private volatile Optional<String> token;
    /** Gets another token; empty for a token that was given. */
    private volatile Optional<Supplier<Future<Void>>> login = Optional.empty();

    Site(Vertx vertx, URI url, Optional<String> token) {
        this.api = new ApiClient(vertx, url, ApiClient.Settings.defaults());
        this.files = new Files(api);
        this.sockets = new PeerSockets(vertx, url, MAX_MESSAGE_BYTES);
        this.token = token;
    }

    public Optional<String> token() {
        return token;
    }

    public URI file(String fileId) {
        return api.address("/files/" + fileId);
    }

    public Future<Answer> get(String path) {
        return api.get(path, bearer());
    }

    /** Begins an upload. */
    public Future<Answer> begin(JsonObject upload) {
        return files.begin(bearer(), upload);
    }

    /** Cancels an upload. */
    public Future<Answer> cancel(String fileId) {
        return files.delete(bearer(), fileId);
    }

    /** Sends a chunk with its hash. */
    public Future<Answer> chunk(String fileId, int index, byte[] bytes, String hash) {
        return files.chunk(bearer(), fileId, index, Buffer.buffer(bytes), hash);
    }

    /** Sends a request without a body. A token that has expired is replaced. */
    public Future<Answer> call(HttpMethod method, String path) {
        return fresh(() -> api.call(method, path, bearer(), Map.of(), Buffer.buffer()));
    }

    private Future<Answer> fresh(Supplier<Future<Answer>> call) {
        return call.get()
                .compose(answer -> answer.status() == UNAUTHORIZED && login.isPresent()
                        ? login.get().get().compose(_ -> call.get())
                        : Future.succeededFuture(answer));
    }

    /** Opens the socket of a peer. A token that has expired is replaced. */
    public Future<WebSocket> socket(String peer) {
        return sockets.open(peer, bearer())
                .recover(failure -> isUnauthorized(failure) && login.isPresent()
                        ? login.get().get().compose(_ -> sockets.open(peer, bearer()))
                        : Future.failedFuture(failure));
    }

    private static boolean isUnauthorized(Throwable failure) {
        return failure instanceof UpgradeRejectedException rejected && rejected.getStatus() == UNAUTHORIZED;
    }

    /** Logs in with a signed challenge; registers the peer first if it is new. */
    Future<Void> logIn(String peer, PeerKey key) {
        var authentication = new Authentication(api);
        return authentication
                .register(peer, key)
                .compose(_ -> authentication.token(peer, key))
                .compose(answer -> {
                    if (!answer.isOk())
                        return refused(
                                "cannot get a token for '" + peer + "' with the key in " + key.file()
                                        + " (to use a token of your own, set --token or BITCHAT_TOKEN)",
                                answer);
                    token = Optional.of(answer.json().getString("access_token"));
                    login = Optional.of(() -> logIn(peer, key));
                    return Future.succeededFuture();
                });
    }

    public static <T> Future<T> refused(String what, Answer answer) {
        return Future.failedFuture(new Failure(what + ": " + answer.problem()));
    }

    private String bearer() {
        return token.orElse(ApiClient.NO_TOKEN);
    }
}
