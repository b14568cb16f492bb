package io.bitchat.files.flow;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.store.ChunkStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Memory for incoming chunks. The body of a waiting request is not read, so TCP flow control holds the client back. */
@Singleton
public class UploadMemory extends ByteBudget {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int copies;

    UploadMemory(FilesConfig config, ChunkStore store, Vertx vertx, MeterRegistry metrics) {
        super(Size.of(config.memory()), PATIENCE, new Loan.Slowest(config.minimumRate(), config.grace()), vertx);
        this.copies = store.movesWholeObjects() ? 2 : 1;
        metrics.gauge("bitchat.files.memory", this, ByteBudget::used);
    }

    /** @param bytes size of the chunk; twice as much is lent if it is sealed as a whole */
    @Override
    public Uni<Loan> take(Borrower who, long bytes) {
        return super.take(who, copies * bytes);
    }
}
