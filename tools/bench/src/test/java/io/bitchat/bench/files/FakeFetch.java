package io.bitchat.bench.files;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.download.ChunkSet;
import io.bitchat.chunks.download.Policy;
import io.bitchat.chunks.download.SourceReport;
import io.bitchat.transfer.AddressRule;
import io.bitchat.transfer.ChunkSink;
import io.bitchat.transfer.DownloadListener;
import io.bitchat.transfer.DownloadProgress;
import io.bitchat.transfer.FileDownload;
import io.bitchat.transfer.FileManifest;
import io.bitchat.transfer.HttpSources;
import io.bitchat.transfer.Wanted;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Really fetches files from other sites, into memory. */
final class FakeFetch {
    private final Vertx vertx;
    private final HttpSources sources;
    private final Map<String, FakeFiles.Stored> files;
    private final Map<String, JsonObject> reports = new ConcurrentHashMap<>();

    FakeFetch(Vertx vertx, Map<String, FakeFiles.Stored> files) {
        this.vertx = vertx;
        this.files = files;
        this.sources = new HttpSources(vertx, HttpSources.Limits.defaults(), AddressRule.ANY);
    }

    void begin(String id, JsonObject request) {
        reports.put(id, report("queued", 0));
        var wanted =
                Wanted.ofRoot(ChunkHash.parse(request.getString("merkle_root")).orElseThrow());
        var download = new FileDownload(vertx, wanted, new Memory(id), Policy.defaults(), new Progress(id));
        request.getJsonArray("sources").stream()
                .map(url -> sources.of(URI.create((String) url), Optional.empty()))
                .forEach(download::add);
        download.start()
                .onSuccess(_ -> reports.computeIfPresent(
                        id, (_, report) -> report.copy().put("state", "completed")));
    }

    JsonObject report(String id) {
        return reports.get(id);
    }

    private static JsonObject report(String state, int chunks) {
        return new JsonObject().put("state", state).put("chunks", chunks);
    }

    private static JsonObject report(DownloadProgress progress) {
        return report("running", progress.chunks())
                .put("refetched", progress.refetched())
                .put(
                        "sources",
                        new JsonArray(progress.sources().stream()
                                .map(FakeFetch::report)
                                .toList()));
    }

    private static JsonObject report(SourceReport source) {
        return new JsonObject()
                .put("url", source.source())
                .put("state", source.state().wire())
                .put("chunks", source.chunks());
    }

    private final class Progress implements DownloadListener {
        private final String id;

        Progress(String id) {
            this.id = id;
        }

        @Override
        public void progress(DownloadProgress news) {
            reports.put(id, report(news));
        }
    }

    private final class Memory implements ChunkSink {
        private final String id;

        Memory(String id) {
            this.id = id;
        }

        @Override
        public Future<ChunkSet> begin(FileManifest manifest, List<ChunkHash> hashes) {
            files.put(id, new FakeFiles.Stored(manifest.plan().count()));
            return Future.succeededFuture(ChunkSet.none());
        }

        @Override
        public Future<Void> store(int index, byte[] bytes) {
            files.get(id).bytes().put(index, Buffer.buffer(bytes));
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> complete() {
            return Future.succeededFuture();
        }

        @Override
        public void close() {}
    }
}
