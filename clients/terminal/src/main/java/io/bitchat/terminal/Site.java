package io.bitchat.terminal;

import io.bitchat.api.Answer;
import io.bitchat.api.ApiClient;
import io.bitchat.api.Authentication;
import io.bitchat.api.Files;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Optional;

/** A site and the token with which one peer uses it. */
public final class Site {
    private final ApiClient api;
    private final Files files;
    private volatile Optional<String> token;

    Site(Vertx vertx, URI url, Optional<String> token) {
        this.api = new ApiClient(vertx, url, ApiClient.Settings.defaults());
        this.files = new Files(api);
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
