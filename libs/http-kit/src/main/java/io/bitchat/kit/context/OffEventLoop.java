package io.bitchat.kit.context;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;

/** Runs work that would block an event loop for too long, such as signatures or long pages. */
public final class OffEventLoop {
    private OffEventLoop() {}

    /**
     * Runs work on a worker thread, and completes on the caller's context. Off an event loop it runs at once on the
     * calling thread.
     */
    public static <T> Uni<T> run(Callable<T> work) {
        return Uni.createFrom().deferred(() -> {
            var context = Vertx.currentContext();
            if (context == null || !Context.isOnEventLoopThread())
                return Uni.createFrom().item(call(work));
            return Uni.createFrom()
                    .completionStage(() -> context.executeBlocking(work, false).toCompletionStage());
        });
    }

    private static <T> T call(Callable<T> work) {
        try {
            return work.call();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
