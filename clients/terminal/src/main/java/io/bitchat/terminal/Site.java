package io.bitchat.terminal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The HTTP interface of a site. */
public final class Site {
    public static final String BASE = "/api/bitchat";
    private static final int TIMEOUT_MILLIS = 90_000;
    private static final int CONNECTIONS = 8;
    private static final int MAX_DETAIL = 500;

    private final URI url;
    private final HttpClient http;
    private volatile Optional<String> token;

    Site(Vertx vertx, URI url, Optional<String> token) {
        this.url = url;
        this.token = token;
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS)
                .setConnectTimeout(5_000)
                .setTcpNoDelay(true));
    }

    /** The answer of a site. */
    public record Answer(int status, Buffer body) {
        public JsonObject json() {
            return body.toJsonObject();
        }

        public boolean isOk() {
            return status / 100 == 2;
        }

        /** Returns true if the same request may succeed later. */
        public boolean mayPass() {
            return status == 408 || status == 429 || isAway();
        }

        /** Returns true if similar requests would fail now as well. */
        public boolean isAway() {
            return status >= 500 && status != 507;
        }

        /** The site's description of the error. */
        public String problem() {
            try {
                var said = json().getString("detail", "");
                return said.length() > MAX_DETAIL ? said.substring(0, MAX_DETAIL) : said;
            } catch (DecodeException | ClassCastException _) {
                return "the site answered " + status;
            }
        }
    }

    public Optional<String> token() {
        return token;
    }

    public URI file(String fileId) {
        return url.resolve(BASE + "/files/" + fileId);
    }

    public Future<Answer> get(String path) {
        return call(HttpMethod.GET, path, Map.of(), Buffer.buffer());
    }

    public Future<Answer> post(String path, JsonObject body) {
        return call(HttpMethod.POST, path, Map.of("content-type", "application/json"), body.toBuffer());
    }

    /** Cancels an upload. */
    public Future<Answer> cancel(String fileId) {
        return call(HttpMethod.DELETE, "/files/" + fileId, Map.of(), Buffer.buffer());
    }

    /** Sends a chunk with its hash. */
    public Future<Answer> chunk(String fileId, int index, byte[] bytes, String hash) {
        return call(
                HttpMethod.POST,
                "/files/" + fileId + "/chunks/" + index,
                Map.of("content-type", "application/octet-stream", "x-chunk-sha256", hash),
                Buffer.buffer(bytes));
    }

    /** Logs in with a signed challenge; registers the peer first if it is new. */
    Future<Void> logIn(String peer, PeerKey key) {
        var registration = new JsonObject()
                .put("peer_id", peer)
                .put("public_key", key.publicKey())
                .put("key_algorithm", "Ed25519")
                .put("display_name", peer);
        return post("/peers/register", registration)
                .compose(_ -> post("/auth/challenge", new JsonObject().put("peer_id", peer)))
                .compose(challenge -> proof(challenge, peer, key))
                .compose(answer -> {
                    if (!answer.isOk())
                        return refused(
                                "no token for '" + peer + "' with the key in " + key.file()
                                        + " (a token from elsewhere goes in with --token or BITCHAT_TOKEN)",
                                answer);
                    token = Optional.of(answer.json().getString("access_token"));
                    return Future.succeededFuture();
                });
    }

    private Future<Answer> proof(Answer challenge, String peer, PeerKey key) {
        if (!challenge.isOk()) return refused("no challenge for '" + peer + "'", challenge);
        var nonce = challenge.json().getString("nonce", "");
        return post(
                "/auth/token",
                new JsonObject().put("peer_id", peer).put("nonce", nonce).put("signature", key.sign(peer, nonce)));
    }

    public static <T> Future<T> refused(String what, Answer answer) {
        return Future.failedFuture(new Failure(what + ": " + answer.problem()));
    }

    private Future<Answer> call(HttpMethod method, String path, Map<String, String> headers, Buffer body) {
        var options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(url.resolve(BASE + path).toString())
                .setTimeout(TIMEOUT_MILLIS);
        headers.forEach(options::putHeader);
        token.ifPresent(known -> options.putHeader("authorization", "Bearer " + known));
        // nested: a body handler that is set later could miss the body
        return http.request(options).compose(request -> (body.length() == 0 ? request.send() : request.send(body))
                .compose(response -> response.body().map(bytes -> new Answer(response.statusCode(), bytes))));
    }
}
