package io.bitchat.files.flow;

import io.bitchat.files.FilesConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Memory for chunks on their way in. Who waits is not read, so that TCP holds the client back. */
@Singleton
public class UploadMemory extends ByteBudget {
    private static final int SHARES = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    UploadMemory(FilesConfig config, Vertx vertx, MeterRegistry metrics) {
        super(config.memory(), config.memory() / SHARES, PATIENCE, vertx);
        metrics.gauge("bitchat.files.memory", this, ByteBudget::used);
    }
}
