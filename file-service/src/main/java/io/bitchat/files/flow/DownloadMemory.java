package io.bitchat.files.flow;

import io.bitchat.chunks.SealedChunk;
import io.bitchat.files.FilesConfig;
import io.bitchat.files.store.ChunkStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Memory for chunks on their way out. */
@Singleton
public class DownloadMemory extends ByteBudget {
    /** Bytes that are read, opened and sent at once. */
    public static final int PIECE_BYTES = 4 * SealedChunk.RECORD_BYTES;
    /** Of a chunk in a folder: as it is stored, opened, and two on their way to the client. */
    private static final int PIECES = 4;

    private static final int MAX_AHEAD = 3;
    private static final int AHEAD_BYTES = 4 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final boolean wholeObjects;

    DownloadMemory(FilesConfig config, ChunkStore store, Vertx vertx, MeterRegistry metrics) {
        super(
                Size.of(config.downloadMemory()),
                PATIENCE,
                new Loan.Slowest(config.minimumRate(), config.grace()),
                vertx);
        wholeObjects = store.movesWholeObjects();
        metrics.gauge("bitchat.files.download.memory", this, ByteBudget::used);
    }

    /**
     * Chunks that a download opens ahead. Where an object comes as a whole, so many answers of a store are waited for at a
     * time, and not one after the other.
     */
    public int ahead(int chunkSize) {
        return wholeObjects ? Math.clamp(AHEAD_BYTES / chunkSize, 1, MAX_AHEAD) : 1;
    }

    /**
     * Waits for what a download needs, whatever the file's length.
     *
     * @param who asks; strangers share what an address may have
     */
    public Uni<Loan> forDownload(Borrower who, int chunkSize) {
        // one is sent, the last of one before it may still be on its way
        long bytes = wholeObjects ? (2L + ahead(chunkSize)) * chunkSize : PIECES * PIECE_BYTES;
        return take(who, bytes);
    }

    /** The same for a chunk that is opened as a whole. */
    public Uni<Loan> forChunk(Borrower who, int chunkSize) {
        return take(who, 2L * chunkSize);
    }
}
