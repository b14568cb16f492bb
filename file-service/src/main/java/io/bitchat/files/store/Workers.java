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
    private final WorkerExecutor apart;

    Workers(Vertx vertx, FilesConfig config) {
        executor = vertx.createSharedWorkerExecutor("files", config.threads());
        apart = vertx.createSharedWorkerExecutor("files-apart", 1);
    }

    /** Runs work on a worker thread; completes on the caller's context. */
    public <T> Uni<T> run(Callable<T> work) {
        return Uni.createFrom()
                .completionStage(() -> executor.executeBlocking(work, false).toCompletionStage());
    }

    /** Like {@link #run}, on the one thread that is kept for what must not wait for other work. */
    <T> Uni<T> runApart(Callable<T> work) {
        return Uni.createFrom()
                .completionStage(() -> apart.executeBlocking(work, false).toCompletionStage());
    }

    @PreDestroy
    void stop() {
        apart.close();
        executor.close();
    }
}
