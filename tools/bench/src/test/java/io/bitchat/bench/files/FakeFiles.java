package io.bitchat.bench.files;

import io.bitchat.bench.suite.FakeSuite;
import io.bitchat.chunks.ChunkHash;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Files of the {@link FakeSuite}, in memory, with injectable faults. */
public final class FakeFiles {
    private final Vertx vertx;
    private final Map<String, Stored> files = new ConcurrentHashMap<>();
    private final FakeTus tus = new FakeTus();
    private final FakeFetch fetches;
    volatile String store = "folder /somewhere";
    volatile boolean spoilsDownloads;
    volatile boolean fetchesFromNowhere;
    volatile int millisOfAChunk;
    /** Number of chunks of the longest file that is accepted. */
    volatile int largest = Integer.MAX_VALUE;

    volatile int begun;

    /** Chunks by index. */
    record Stored(int chunks, Map<Integer, Buffer> bytes) {
        Stored(int chunks) {
            this(chunks, new ConcurrentSkipListMap<>());
        }

        Buffer whole() {
            var whole = Buffer.buffer();
            bytes.values().forEach(whole::appendBuffer);
            return whole;
        }
    }

    public FakeFiles(Vertx vertx) {
        this.vertx = vertx;
        fetches = new FakeFetch(vertx, files);
    }

    public Buffer health() {
        var check =
                new JsonObject().put("name", "file-service: store").put("data", new JsonObject().put("store", store));
        return new JsonObject().put("checks", new JsonArray().add(check)).toBuffer();
    }

    /** @param path segments from the root: {@code "", api, bitchat, files, …} */
    public void answer(HttpServerRequest request, String[] path, Buffer body) {
        var response = request.response();
        if (path[4].equals("tus")) {
            tus.answer(request, path, body);
        } else if (path[4].equals("upload")) {
            begin(response, new JsonObject(body));
        } else if (path.length == 5) {
            files.remove(path[4]);
            response.setStatusCode(204).end();
        } else {
            switch (path[5]) {
                case "chunks" -> chunks(request, path, body);
                case "download" -> response.end(downloaded(files.get(path[4])));
                case "fetch" -> fetch(request, path[4], body);
                default -> response.setStatusCode(404).end();
            }
        }
    }

    private void begin(HttpServerResponse response, JsonObject file) {
        int chunks = (int) (file.getLong("file_size") / FileContent.CHUNK);
        if (chunks > largest) {
            response.setStatusCode(413).end();
            return;
        }
        var id = "file_" + ++begun;
        files.put(id, new Stored(chunks));
        response.setStatusCode(201)
                .end(new JsonObject()
                        .put("file_id", id)
                        .put("chunk_size", FileContent.CHUNK)
                        .toBuffer());
    }

    private void chunks(HttpServerRequest request, String[] path, Buffer body) {
        var file = files.get(path[4]);
        if (path.length == 7) {
            file.bytes().put(Integer.parseInt(path[6]), body);
            if (millisOfAChunk == 0) request.response().end("{}");
            else vertx.setTimer(millisOfAChunk, _ -> request.response().end("{}"));
            return;
        }
        var states = new JsonArray();
        for (int index = 0; index < file.chunks(); index++) states.add(state(file, index));
        request.response().end(states.toBuffer());
    }

    private static JsonObject state(Stored file, int index) {
        var bytes = file.bytes().get(index);
        return new JsonObject()
                .put("chunk_index", index)
                .put(
                        "chunk_hash",
                        bytes == null ? "" : ChunkHash.of(bytes.getBytes()).toString())
                .put("uploaded", bytes != null);
    }

    private Buffer downloaded(Stored file) {
        var whole = file.whole();
        return spoilsDownloads ? whole.setByte(whole.length() / 2, (byte) ~whole.getByte(whole.length() / 2)) : whole;
    }

    private void fetch(HttpServerRequest request, String id, Buffer body) {
        if (fetchesFromNowhere) {
            request.response().setStatusCode(403).end("{\"code\":\"fetch_disabled\"}");
        } else if (request.method() == HttpMethod.POST) {
            fetches.begin(id, new JsonObject(body));
            request.response().setStatusCode(202).end("{}");
        } else {
            request.response().end(fetches.report(id).toBuffer());
        }
    }
}
