package io.bitchat.files.store;

import io.bitchat.files.FilesConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Callable;

/** Worker threads for what would block an event loop: disk access, hashing and encryption. */
@ApplicationScoped
public class Workers {
    private final WorkerExecutor executor;

    Workers(Vertx vertx, FilesConfig config) {
        executor = vertx.createSharedWorkerExecutor("files", config.threads());
    }

    /** Runs work on a worker thread; completes on the caller's context. */
    public <T> Uni<T> run(Callable<T> work) {
        return Uni.createFrom()
                .completionStage(() -> executor.executeBlocking(work, false).toCompletionStage());
    }

    @PreDestroy
    void stop() {
        executor.close();
    }
}
