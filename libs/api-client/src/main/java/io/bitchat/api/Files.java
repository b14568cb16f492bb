package io.bitchat.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/** Uploads, their chunks, and fetches from other installations. docs/files.md describes each call. */
public final class Files {
    private final ApiClient api;

    public Files(ApiClient api) {
        this.api = api;
    }

    /** Begins an upload; 201 with {@code file_id} and {@code chunk_size}. */
    public Future<Answer> begin(String token, JsonObject upload) {
        return api.post("/files/upload", token, upload);
    }

    /** Sends a chunk, whose hash the service computes. */
    public Future<Answer> chunk(String token, String fileId, int index, Buffer bytes) {
        return chunk(token, fileId, index, bytes, Map.of());
    }

    /** @param sha256 hash of the chunk in hexadecimal; the service refuses bytes with another one */
    public Future<Answer> chunk(String token, String fileId, int index, Buffer bytes, String sha256) {
        return chunk(token, fileId, index, bytes, Map.of("x-chunk-sha256", sha256));
    }

    private Future<Answer> chunk(String token, String fileId, int index, Buffer bytes, Map<String, String> headers) {
        var all = new HashMap<>(headers);
        all.put("content-type", "application/octet-stream");
        return api.call(HttpMethod.POST, "/files/" + fileId + "/chunks/" + index, token, all, bytes);
    }

    /** State of a file. */
    public Future<Answer> get(String token, String fileId) {
        return api.get("/files/" + fileId, token);
    }

    /** First page of the states of a file's chunks. */
    public Future<Answer> chunks(String token, String fileId) {
        return api.get("/files/" + fileId + "/chunks", token);
    }

    /** Deletes a file, or cancels its upload. */
    public Future<Answer> delete(String token, String fileId) {
        return api.delete("/files/" + fileId, token);
    }

    /** Makes the installation fetch a file from others. */
    public Future<Answer> fetch(String token, String fileId, JsonObject request) {
        return api.post("/files/" + fileId + "/fetch", token, request);
    }

    /** The progress of that fetch. */
    public Future<Answer> fetched(String token, String fileId) {
        return api.get("/files/" + fileId + "/fetch", token);
    }
}
