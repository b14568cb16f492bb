package io.bitchat.files.chunk;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.chunk.ChunkBody.Received;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.flow.Bandwidth;
import io.bitchat.files.flow.Borrower;
import io.bitchat.files.flow.Loan;
import io.bitchat.files.flow.UploadMemory;
import io.bitchat.files.store.ByteArrayPool;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Lends memory and limits the rate of each incoming chunk. */
@ApplicationScoped
class UploadThrottle {
    /** Arrays kept for reuse: as many as are usually in flight, each at most {@code LONGEST} bytes. */
    private static final int KEPT = 8;

    private static final int LONGEST = 2 << 20;

    private final FilesConfig config;
    private final UploadMemory memory;
    private final Bandwidth bandwidth;
    private final Vertx vertx;
    private final ByteArrayPool pool = new ByteArrayPool(KEPT, LONGEST);
    private final AtomicInteger inFlight = new AtomicInteger();

    UploadThrottle(FilesConfig config, UploadMemory memory, Bandwidth bandwidth, Vertx vertx, MeterRegistry metrics) {
        this.config = config;
        this.memory = memory;
        this.bandwidth = bandwidth;
        this.vertx = vertx;
        metrics.gauge("bitchat.files.chunks.in_flight", inFlight);
    }

    /**
     * Waits for memory, then continues on the request's event loop. The caller must return the loan with
     * {@link #leave}.
     */
    Uni<Loan> enter(HttpServerRequest request, StoredFile file, int index) {
        var loop = vertx.getOrCreateContext();
        var who = Borrower.of(Optional.of(file.uploadedBy()), request);
        return memory.take(who, file.plan().length(index))
                // the loan arrives on the thread that freed the memory, not on the request's event loop
                .emitOn(work -> loop.runOnContext(_ -> work.run()))
                .invoke(inFlight::incrementAndGet);
    }

    void leave(Loan lent) {
        inFlight.decrementAndGet();
        lent.run();
    }

    /** Reads a chunk's body. */
    Uni<Received> read(HttpServerRequest request, StoredFile file, int index, Loan lent) {
        return ChunkBody.read(
                vertx,
                request,
                file.plan().length(index),
                bandwidth.upload(file.fileId()).with(lent),
                pool,
                config.bodyTimeout());
    }

    /**
     * Returns the body's array to the pool. Must be called only after success: after a failure the array may still be
     * in use.
     */
    void isStored(Received body) {
        pool.giveBack(body.bytes());
    }
}
