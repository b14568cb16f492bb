package io.bitchat.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/**
 * Sends requests to one installation. Thread-safe, never blocks. Every status is an {@link Answer}; a future fails only
 * if there is no complete answer: {@link java.net.ConnectException} if nothing listens,
 * {@link io.vertx.core.http.HttpClosedException} if the connection breaks,
 * {@link java.util.concurrent.TimeoutException} if the time is over, {@link IOException} if the body is too long.
 */
public final class ApiClient {
    /** Path under which the gateway serves the API. */
    public static final String BASE = "/api/bitchat";
    /** No token: for calls that need none, and for installations that require none. */
    public static final String NO_TOKEN = "";

    private static final int CONNECT_MILLIS = 5_000;
    private static final int KEEP_ALIVE_SECONDS = 60;

    private final URI url;
    private final Settings settings;
    private final HttpClient http;

    /**
     * Limits of a client.
     *
     * @param connections maximum number of open connections, at least 1
     * @param timeoutMillis time for one call, in milliseconds
     * @param pieceBytes largest piece in which a body passes the handlers, in bytes
     * @param maxAnswerBytes longest body that {@link #call} accepts, in bytes
     */
    public record Settings(int connections, int timeoutMillis, int pieceBytes, int maxAnswerBytes) {
        /** 8 connections, 90 s, pieces of 8 KiB, answers of at most 16 MiB. */
        public static Settings defaults() {
            return new Settings(8, 90_000, 8 << 10, 16 << 20);
        }

        public Settings withConnections(int most) {
            return new Settings(most, timeoutMillis, pieceBytes, maxAnswerBytes);
        }

        public Settings withTimeoutMillis(int millis) {
            return new Settings(connections, millis, pieceBytes, maxAnswerBytes);
        }

        public Settings withPieceBytes(int bytes) {
            return new Settings(connections, timeoutMillis, bytes, maxAnswerBytes);
        }

        public Settings withMaxAnswerBytes(int bytes) {
            return new Settings(connections, timeoutMillis, pieceBytes, bytes);
        }
    }

    /** @param url address of the gateway, such as {@code http://127.0.0.1:8000} */
    public ApiClient(Vertx vertx, URI url, Settings settings) {
        this.url = url;
        this.settings = settings;
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(settings.connections())
                .setConnectTimeout(CONNECT_MILLIS)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxChunkSize(settings.pieceBytes())
                .setTcpNoDelay(true));
    }

    public URI url() {
        return url;
    }

    /** Absolute address of a path below {@link #BASE}. */
    public URI address(String path) {
        return url.resolve(BASE + path);
    }

    /** @param path below {@link #BASE} */
    public Future<Answer> get(String path, String token) {
        return call(HttpMethod.GET, path, token, Map.of(), Buffer.buffer());
    }

    public Future<Answer> delete(String path, String token) {
        return call(HttpMethod.DELETE, path, token, Map.of(), Buffer.buffer());
    }

    public Future<Answer> post(String path, String token, JsonObject body) {
        return post(path, token, body.toBuffer());
    }

    /** @param json a JSON document that is encoded already */
    public Future<Answer> post(String path, String token, Buffer json) {
        return call(HttpMethod.POST, path, token, Map.of("content-type", "application/json"), json);
    }

    /** Any call to a path below {@link #BASE}. */
    public Future<Answer> call(HttpMethod method, String path, String token, Map<String, String> headers, Buffer body) {
        return open(method, BASE + path, token).compose(request -> {
            headers.forEach(request::putHeader);
            return exchange(request, body);
        });
    }

    /** The readiness of the installation: status 200 if it is ready. */
    public Future<Answer> readiness() {
        return open(HttpMethod.GET, "/q/health/ready", NO_TOKEN).compose(request -> exchange(request, Buffer.buffer()));
    }

    /**
     * Opens a request that the caller sends itself.
     *
     * @param location path on this installation, or an absolute address; the token goes to both
     */
    public Future<HttpClientRequest> open(HttpMethod method, String location, String token) {
        var options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(url.resolve(location).toString())
                .setTimeout(settings.timeoutMillis());
        if (!token.isEmpty()) options.putHeader("authorization", "Bearer " + token);
        return http.request(options);
    }

    /** Sends a request and reads the whole answer. */
    public Future<Answer> exchange(HttpClientRequest request, Buffer body) {
        // nested: a body handler that is set later by the caller's thread could miss the body
        return (body.length() == 0 ? request.send() : request.send(body)).compose(response -> read(request, response)
                .map(bytes -> new Answer(response.statusCode(), response.headers(), bytes)));
    }

    private Future<Buffer> read(HttpClientRequest request, HttpClientResponse response) {
        var whole = Promise.<Buffer>promise();
        var bytes = Buffer.buffer();
        response.handler(piece -> {
            if (bytes.length() + piece.length() <= settings.maxAnswerBytes()) bytes.appendBuffer(piece);
            else {
                whole.tryFail(new IOException("an answer of more than " + settings.maxAnswerBytes() + " bytes"));
                request.connection().close();
            }
        });
        response.exceptionHandler(whole::tryFail);
        response.endHandler(_ -> whole.tryComplete(bytes));
        return whole.future();
    }

    /** Closes all connections; calls that have no answer yet fail. */
    public Future<Void> close() {
        return http.close();
    }
}
