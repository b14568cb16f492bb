package io.bitchat.files.health;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.store.ChunkStore;
import io.bitchat.files.store.StoreRoom;
import io.bitchat.kit.health.Probe;
import io.bitchat.kit.health.Probe.Result;
import io.bitchat.kit.health.Probe.Times;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Trial writes to the store, shared by readiness and metrics. */
@ApplicationScoped
class StoreProbe {
    /** Shorter than anybody waits for the answer of a readiness check. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Probe<StoreRoom> probe;

    StoreProbe(FilesConfig config, ChunkStore store) {
        this.probe = new Probe<>(
                store::check, new Times(config.checkEvery(), PATIENCE, config.checkLimit()), System::nanoTime);
    }

    Uni<Result<StoreRoom>> result() {
        return probe.result();
    }
}
