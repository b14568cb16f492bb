package io.bitchat.files.store;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.QuotaConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;

/** Creates the store that the configuration names; the other one is not even created. */
@ApplicationScoped
class StoreChoice {
    @Produces
    @ApplicationScoped
    ChunkStore store(FilesConfig config, QuotaConfig quota, S3Config s3, Workers workers, MeterRegistry metrics) {
        return switch (config.store()) {
            case FOLDER ->
                new WatchedStore(
                        new FolderStore(config, Disk.of(config.folder(), quota.reserve()), workers), "folder", metrics);
            case S3 -> new WatchedStore(S3Setup.store(s3, workers), "s3", metrics);
        };
    }

    void close(@Disposes ChunkStore store) {
        store.close();
    }

    /** Reports a wrong configuration at startup, and not with the first chunk. */
    void begin(@Observes StartupEvent start, ChunkStore store) {
        Log.infof("chunk store selected store=%s", store.name());
    }
}
