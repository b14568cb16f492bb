package io.bitchat.files.download;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.flow.Bandwidth;
import io.bitchat.files.flow.Borrower;
import io.bitchat.files.flow.DownloadMemory;
import io.bitchat.files.flow.Loan;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** What every answer with bytes needs: room in memory, a pace, and an end where nobody reads. */
@ApplicationScoped
class DownloadThrottle {
    private final FilesConfig config;
    private final DownloadMemory memory;
    private final Bandwidth bandwidth;
    private final Vertx vertx;

    DownloadThrottle(FilesConfig config, DownloadMemory memory, Bandwidth bandwidth, Vertx vertx) {
        this.config = config;
        this.memory = memory;
        this.bandwidth = bandwidth;
        this.vertx = vertx;
    }

    /** Waits for room; gives what frees it. The answer goes on where the request came in. */
    Uni<Loan> memory(Borrower who, StoredFile file) {
        return here(memory.forDownload(who, file.plan().chunkSize()));
    }

    /** The same for a single chunk. */
    Uni<Loan> memoryOfOne(Borrower who, StoredFile file) {
        return here(memory.forChunk(who, file.plan().chunkSize()));
    }

    private Uni<Loan> here(Uni<Loan> lent) {
        var loop = vertx.getOrCreateContext();
        return lent.emitOn(work -> loop.runOnContext(_ -> work.run()));
    }

    /** Chunks that a download opens before they are needed. */
    int ahead(StoredFile file) {
        return memory.ahead(file.plan().chunkSize());
    }

    /** The way to a client. */
    PacedResponse to(RoutingContext http, Loan lent) {
        return new PacedResponse(vertx, http, bandwidth.download().with(lent), config.downloadIdle());
    }
}
