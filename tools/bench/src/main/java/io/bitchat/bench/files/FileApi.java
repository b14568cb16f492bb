package io.bitchat.bench.files;

import io.bitchat.api.Answer;
import io.bitchat.api.ApiClient;
import io.bitchat.api.Files;
import io.bitchat.bench.Refused;
import io.bitchat.bench.suite.Peer;
import io.bitchat.bench.suite.SuiteApi;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import java.util.Objects;

/** The file API through the gateway, as any client uses it. */
public final class FileApi {
    private static final String FILES = ApiClient.BASE + "/files";
    private static final int TIMEOUT_MILLIS = 120_000;
    private static final int CONNECTIONS = 128;

    private final ApiClient api;
    private final Files files;

    public FileApi(Vertx vertx, URI url) {
        this.api = new ApiClient(
                vertx,
                url,
                ApiClient.Settings.defaults()
                        .withConnections(CONNECTIONS)
                        .withTimeoutMillis(TIMEOUT_MILLIS)
                        .withPieceBytes(SuiteApi.PIECE));
        this.files = new Files(api);
    }

    Future<JsonObject> health() {
        return api.readiness().map(Answer::json);
    }

    public Future<Answer> begin(Peer by, String name, long size) {
        return files.begin(
                by.token(),
                new JsonObject()
                        .put("filename", name)
                        .put("file_size", size)
                        .put("uploaded_by", by.id())
                        .put("mime_type", "application/octet-stream"));
    }

    public Future<Answer> chunk(Peer by, String fileId, int index, Buffer bytes) {
        return files.chunk(by.token(), fileId, index, bytes);
    }

    Future<Answer> states(Peer by, String fileId) {
        return files.chunks(by.token(), fileId);
    }

    Future<Answer> cancel(Peer by, String fileId) {
        return files.delete(by.token(), fileId);
    }

    /** Makes the site fetch a file from others. */
    Future<Answer> fetch(Peer by, String fileId, JsonObject request) {
        return files.fetch(by.token(), fileId, request);
    }

    /** The progress of that fetch. */
    Future<Answer> fetched(Peer by, String fileId) {
        return files.fetched(by.token(), fileId);
    }

    /** Sends a part of a chunk announced with its full length, and closes the connection. */
    Future<Void> cut(Peer by, String fileId, int index, Buffer part, int announced) {
        return api.open(HttpMethod.POST, FILES + "/" + fileId + "/chunks/" + index, by.token())
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
        return receive(api.open(HttpMethod.GET, FILES + "/" + fileId + "/download", by.token()), content);
    }

    /** Like {@link #download(Peer, String, FileContent)}, from any server. */
    Future<Void> download(String location, FileContent content) {
        return receive(api.open(HttpMethod.GET, location, ApiClient.NO_TOKEN), content);
    }

    /** A request of another protocol to the same server. */
    Future<Map.Entry<Integer, String>> raw(
            HttpMethod method, String location, Map<String, String> headers, Buffer body, String wanted) {
        return api.open(method, location, ApiClient.NO_TOKEN).compose(request -> {
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
}
