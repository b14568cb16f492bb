package io.bitchat.files.download;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.flow.Bandwidth;
import io.bitchat.files.flow.DownloadMemory;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** What every answer with octets needs: room in memory, a pace, and an end where nobody reads. */
@ApplicationScoped
class Outflow {
    private final FilesConfig config;
    private final DownloadMemory memory;
    private final Bandwidth bandwidth;
    private final Vertx vertx;

    Outflow(FilesConfig config, DownloadMemory memory, Bandwidth bandwidth, Vertx vertx) {
        this.config = config;
        this.memory = memory;
        this.bandwidth = bandwidth;
        this.vertx = vertx;
    }

    /** Waits for room; gives what frees it. The answer goes on where the request came in. */
    Uni<Runnable> memory(Optional<String> peer, StoredFile file) {
        return here(memory.forDownload(peer, file.plan().chunkSize()));
    }

    /** The same for a single chunk. */
    Uni<Runnable> memoryOfOne(Optional<String> peer, StoredFile file) {
        return here(memory.forChunk(peer, file.plan().chunkSize()));
    }

    private Uni<Runnable> here(Uni<Runnable> lent) {
        var loop = vertx.getOrCreateContext();
        return lent.emitOn(work -> loop.runOnContext(_ -> work.run()));
    }

    /** Chunks that a download opens before they are needed. */
    int ahead(StoredFile file) {
        return memory.ahead(file.plan().chunkSize());
    }

    /** The way to a client. */
    PacedResponse to(RoutingContext http) {
        return new PacedResponse(vertx, http, bandwidth.download(), config.downloadIdle());
    }
}
