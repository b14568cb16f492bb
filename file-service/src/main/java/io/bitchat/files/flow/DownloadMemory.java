package io.bitchat.files.flow;

import io.bitchat.chunks.SealedChunk;
import io.bitchat.files.FilesConfig;
import io.bitchat.files.store.ChunkStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Memory for chunks on their way out. */
@Singleton
public class DownloadMemory extends ByteBudget {
    /** Octets that are read, opened and sent at once. */
    public static final int PIECE_BYTES = 4 * SealedChunk.RECORD_BYTES;
    /** Of a chunk in a folder: as it is stored, opened, and two on their way to the client. */
    private static final int PIECES = 4;

    private static final int MAX_AHEAD = 3;
    private static final int AHEAD_BYTES = 4 << 20;

    private static final int SHARES = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final boolean wholeObjects;

    DownloadMemory(FilesConfig config, ChunkStore store, Vertx vertx, MeterRegistry metrics) {
        super(config.downloadMemory(), config.downloadMemory() / SHARES, PATIENCE, vertx);
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
     * @param peer who asks; strangers share nothing with each other
     */
    public Uni<Runnable> forDownload(Optional<String> peer, int chunkSize) {
        // one is sent, the last of one before it may still be on its way
        long bytes = wholeObjects ? (2L + ahead(chunkSize)) * chunkSize : PIECES * PIECE_BYTES;
        return take(owner(peer), bytes);
    }

    /** The same for a chunk that is opened as a whole. */
    public Uni<Runnable> forChunk(Optional<String> peer, int chunkSize) {
        return take(owner(peer), 2L * chunkSize);
    }

    private static String owner(Optional<String> peer) {
        return peer.orElseGet(() -> UUID.randomUUID().toString());
    }
}
