package io.bitchat.kit.context;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;

/** Work that takes the processor for longer than an event loop has: signatures, long pages. */
public final class OffEventLoop {
    private OffEventLoop() {}

    /**
     * Runs it on a worker thread; what follows runs where the caller was. Off an event loop it runs at once, where it is.
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
