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

/** Memory, rate limit and idle timeout of every response with file content. */
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

    /**
     * Waits for memory for a download, then continues on the request's event loop. The caller must run the loan to free
     * it.
     */
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

    /** Number of chunks that a download opens ahead. */
    int ahead(StoredFile file) {
        return memory.ahead(file.plan().chunkSize());
    }

    /** The response to a client, with its limits. */
    PacedResponse to(RoutingContext http, Loan lent) {
        return new PacedResponse(vertx, http, bandwidth.download().with(lent), config.downloadIdle());
    }
}
