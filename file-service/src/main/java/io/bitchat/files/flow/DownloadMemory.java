package io.bitchat.files.flow;

import io.bitchat.chunks.ChunkPlan;
import io.bitchat.files.FilesConfig;
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
    /** One on its way to the client, those that are read ahead, and one of them as it is stored beside as it is opened. */
    private static final int CHUNKS = 5;

    private static final int SHARES = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    DownloadMemory(FilesConfig config, Vertx vertx, MeterRegistry metrics) {
        super(
                config.downloadMemory(),
                Math.max(config.downloadMemory() / SHARES, (long) CHUNKS * ChunkPlan.MAX_CHUNK_SIZE),
                PATIENCE,
                vertx);
        metrics.gauge("bitchat.files.download.memory", this, ByteBudget::used);
    }

    /**
     * Waits for what a download needs, whatever the file's length.
     *
     * @param peer who asks; strangers share nothing with each other
     */
    public Uni<Runnable> forDownload(Optional<String> peer, int chunkSize) {
        return take(peer.orElseGet(() -> UUID.randomUUID().toString()), (long) CHUNKS * chunkSize);
    }
}
