package io.bitchat.files.fetch;

import io.bitchat.chunks.download.SourceReport;
import io.bitchat.chunks.download.SourceState;
import io.bitchat.transfer.ChunkSource;
import io.bitchat.transfer.DownloadListener;
import io.bitchat.transfer.DownloadProgress;
import io.bitchat.transfer.FileDownload;
import io.quarkus.logging.Log;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A fetch that runs on this replica. */
final class FetchJob implements DownloadListener {
    private final String fileId;
    private volatile @Nullable FileDownload download;
    private volatile Optional<DownloadProgress> progress = Optional.empty();
    private volatile boolean lost;

    FetchJob(String fileId) {
        this.fileId = fileId;
    }

    String fileId() {
        return fileId;
    }

    void runs(FileDownload begun, List<ChunkSource> sources) {
        download = begun;
        sources.forEach(begun::add);
        if (lost) begun.stop();
    }

    /** Adds sources; those that it knows already change nothing. */
    void also(List<ChunkSource> sources) {
        var running = download;
        if (running != null) sources.forEach(running::add);
    }

    /** Stops the download: a client has stopped the fetch, or another replica runs it. */
    void lose() {
        lost = true;
        var running = download;
        if (running != null) running.stop();
    }

    boolean isLost() {
        return lost;
    }

    int inFlight() {
        return progress.map(DownloadProgress::inFlight).orElse(0);
    }

    @Override
    public void progress(DownloadProgress news) {
        progress = Optional.of(news);
    }

    @Override
    public void demoted(String source, SourceState state, String reason) {
        Log.infof("source demoted file=%s source=%s state=%s reason=%s", fileId, source, state.wire(), reason);
    }

    /** What each source has sent so far. */
    List<SourceReport> sources() {
        return progress.map(DownloadProgress::sources).orElse(List.of());
    }

    /** The progress in the format of the database column. */
    JsonObject report() {
        return progress.map(FetchJob::report).orElseGet(JsonObject::new);
    }

    private static JsonObject report(DownloadProgress progress) {
        var sources = new JsonArray();
        progress.sources().forEach(source -> sources.add(report(source)));
        return new JsonObject()
                .put("octets", progress.bytes())
                .put("refetched", progress.refetched())
                .put("rate", progress.rate())
                .put("in_flight", progress.inFlight())
                .put("sources", sources);
    }

    private static JsonObject report(SourceReport source) {
        return new JsonObject()
                .put("url", source.source())
                .put("state", source.state().wire())
                .put("reason", source.reason())
                .put("chunks", source.chunks())
                .put("octets", source.bytes())
                .put("rate", source.rate());
    }
}
