package io.bitchat.bench.files;

import io.bitchat.bench.Refused;
import io.bitchat.bench.suite.Peer;
import io.bitchat.bench.suite.SuiteApi.Answer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import java.util.Objects;

/** The file API through the gateway, as any client uses it. */
public final class FileApi {
    private static final String FILES = "/api/bitchat/files";
    private static final int TIMEOUT_MILLIS = 120_000;
    private static final int CONNECTIONS = 128;
    /** Largest piece of a body. With the default of 8 KiB, a MiB would be 128 pieces that each pass all handlers. */
    public static final int PIECE = 256 << 10;

    private final HttpClient http;
    private final URI url;

    public FileApi(Vertx vertx, URI url) {
        this.url = url;
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS)
                .setKeepAliveTimeout(60)
                .setMaxChunkSize(PIECE)
                .setTcpNoDelay(true));
    }

    Future<JsonObject> health() {
        return open(HttpMethod.GET, "/q/health/ready", new Peer("", "")).compose(request -> request.send()
                .compose(response -> response.body().map(Buffer::toJsonObject)));
    }

    public Future<Answer> begin(Peer by, String name, long size) {
        var body = new JsonObject()
                .put("filename", name)
                .put("file_size", size)
                .put("uploaded_by", by.id())
                .put("mime_type", "application/octet-stream");
        return call(HttpMethod.POST, "/upload", by, "application/json", body.toBuffer());
    }

    public Future<Answer> chunk(Peer by, String fileId, int index, Buffer bytes) {
        return call(HttpMethod.POST, "/" + fileId + "/chunks/" + index, by, "application/octet-stream", bytes);
    }

    Future<Answer> states(Peer by, String fileId) {
        return call(HttpMethod.GET, "/" + fileId + "/chunks", by, "", Buffer.buffer());
    }

    Future<Answer> cancel(Peer by, String fileId) {
        return call(HttpMethod.DELETE, "/" + fileId, by, "", Buffer.buffer());
    }

    /** Makes the site fetch a file from others. */
    Future<Answer> fetch(Peer by, String fileId, JsonObject request) {
        return call(HttpMethod.POST, "/" + fileId + "/fetch", by, "application/json", request.toBuffer());
    }

    /** The progress of that fetch. */
    Future<Answer> fetched(Peer by, String fileId) {
        return call(HttpMethod.GET, "/" + fileId + "/fetch", by, "", Buffer.buffer());
    }

    /** Sends a part of a chunk announced with its full length, and closes the connection. */
    Future<Void> cut(Peer by, String fileId, int index, Buffer part, int announced) {
        return open(HttpMethod.POST, FILES + "/" + fileId + "/chunks/" + index, by)
                .compose(request -> {
                    request.putHeader("content-type", "application/octet-stream")
                            .putHeader("content-length", Integer.toString(announced));
                    // the aborted request is not a failure here
                    request.exceptionHandler(_ -> {});
                    request.response().onFailure(_ -> {});
                    return request.write(part).compose(_ -> request.connection().close());
                });
    }

    /** Downloads a file and compares it; fails if it differs. */
    Future<Void> download(Peer by, String fileId, FileContent content) {
        return receive(open(HttpMethod.GET, FILES + "/" + fileId + "/download", by), content);
    }

    /** Like {@link #download(Peer, String, FileContent)}, from any server. */
    Future<Void> download(String location, FileContent content) {
        return receive(open(HttpMethod.GET, location, new Peer("", "")), content);
    }

    /** A request of another protocol to the same server. */
    Future<Map.Entry<Integer, String>> raw(
            HttpMethod method, String location, Map<String, String> headers, Buffer body, String wanted) {
        return open(method, location, new Peer("", "")).compose(request -> {
            headers.forEach(request::putHeader);
            return request.send(body).compose(response -> response.body()
                    .map(_ -> Map.entry(
                            response.statusCode(), Objects.requireNonNullElse(response.getHeader(wanted), ""))));
        });
    }

    private static Future<Void> receive(Future<HttpClientRequest> opened, FileContent content) {
        return opened.compose(request -> request.send().compose(response -> {
            long[] came = {0};
            boolean[] right = {response.statusCode() == 200};
            response.handler(piece -> {
                right[0] = right[0] && content.matches(came[0], piece);
                came[0] += piece.length();
            });
            return response.end()
                    .compose(_ -> right[0] && came[0] == content.size()
                            ? Future.succeededFuture()
                            : Future.failedFuture(
                                    new Refused("a download was answered with " + response.statusCode() + ", "
                                            + came[0] + " of " + content.size() + " bytes, "
                                            + (right[0] ? "those right" : "not those of the file"))));
        }));
    }

    private Future<Answer> call(HttpMethod method, String path, Peer by, String type, Buffer body) {
        return open(method, FILES + path, by).compose(request -> {
            if (!type.isEmpty()) request.putHeader("content-type", type);
            return (body.length() == 0 ? request.send() : request.send(body))
                    .compose(response -> response.body().map(bytes -> new Answer(response.statusCode(), bytes)));
        });
    }

    private Future<HttpClientRequest> open(HttpMethod method, String location, Peer by) {
        var options = new RequestOptions().setMethod(method).setTimeout(TIMEOUT_MILLIS);
        if (location.startsWith("http")) options.setAbsoluteURI(location);
        else
            options.setHost(url.getHost())
                    .setPort(url.getPort() < 0 ? 80 : url.getPort())
                    .setURI(location);
        if (!by.token().isEmpty()) options.putHeader("authorization", "Bearer " + by.token());
        return http.request(options);
    }
}
