package io.bitchat.files.flow;

import io.bitchat.chunks.SealedChunk;
import io.bitchat.files.FilesConfig;
import io.bitchat.files.store.ChunkStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Memory for outgoing chunks. */
@Singleton
public class DownloadMemory extends ByteBudget {
    /** Number of bytes that are read, opened and sent at once. */
    public static final int PIECE_BYTES = 4 * SealedChunk.RECORD_BYTES;
    /** Pieces in memory for a download from a folder: one sealed, one opened, and two being sent. */
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
     * Number of chunks that a download opens ahead. If the store moves whole objects, several of its responses are
     * awaited concurrently instead of one after the other.
     */
    public int ahead(int chunkSize) {
        return wholeObjects ? Math.clamp(AHEAD_BYTES / chunkSize, 1, MAX_AHEAD) : 1;
    }

    /**
     * Waits for the memory of a download, which does not depend on the file's length.
     *
     * @param who the requester; requests without a known peer share the limit of their address
     */
    public Uni<Loan> forDownload(Borrower who, int chunkSize) {
        // one chunk is being sent, and the last piece of the one before may still be in flight
        long bytes = wholeObjects ? (2L + ahead(chunkSize)) * chunkSize : PIECES * PIECE_BYTES;
        return take(who, bytes);
    }

    /** Waits for the memory of a single chunk, which is opened as a whole. */
    public Uni<Loan> forChunk(Borrower who, int chunkSize) {
        return take(who, 2L * chunkSize);
    }
}
