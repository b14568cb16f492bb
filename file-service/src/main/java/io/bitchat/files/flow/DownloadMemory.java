package io.bitchat.files.flow;

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
    /** What is on its way to the client, and one that is opened beside as it is stored. */
    private static final int OTHERS = 2;

    private static final int MAX_AHEAD = 3;
    private static final int AHEAD_BYTES = 4 << 20;

    private static final int SHARES = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    DownloadMemory(FilesConfig config, Vertx vertx, MeterRegistry metrics) {
        super(config.downloadMemory(), config.downloadMemory() / SHARES, PATIENCE, vertx);
        metrics.gauge("bitchat.files.download.memory", this, ByteBudget::used);
    }

    /** Chunks that a download reads ahead: so many answers of a store are waited for at a time, and not one after the other. */
    public static int ahead(int chunkSize) {
        return Math.clamp(AHEAD_BYTES / chunkSize, 1, MAX_AHEAD);
    }

    /**
     * Waits for what a download needs, whatever the file's length.
     *
     * @param peer who asks; strangers share nothing with each other
     */
    public Uni<Runnable> forDownload(Optional<String> peer, int chunkSize) {
        return take(peer.orElseGet(() -> UUID.randomUUID().toString()), (long) (OTHERS + ahead(chunkSize)) * chunkSize);
    }
}
