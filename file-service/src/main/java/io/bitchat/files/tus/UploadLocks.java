package io.bitchat.files.tus;

import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets one request at a time work on an upload, on this instance. A newer request makes the older one stop, keep its
 * bytes and end: a client that reconnects must not wait until its broken connection is detected. Thread-safe.
 */
@ApplicationScoped
public class UploadLocks {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** Newest request for each upload; it waits for the one before it. */
    private final Map<String, Held> newest = new ConcurrentHashMap<>();

    /** A request's turn; must be ended once. */
    public final class Held {
        private final String fileId;
        private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
        private Runnable stopping = () -> {};
        private boolean stopped;

        private Held(String fileId) {
            this.fileId = fileId;
        }

        /** Sets the action to run when a newer request comes; it runs on any thread. */
        public void onStop(Runnable action) {
            synchronized (this) {
                stopping = action;
                if (!stopped) return;
            }
            action.run();
        }

        private void stop() {
            Runnable action;
            synchronized (this) {
                stopped = true;
                action = stopping;
            }
            action.run();
        }

        private synchronized boolean isStopped() {
            return stopped;
        }

        public void end() {
            newest.remove(fileId, this);
            over.complete(null);
        }
    }

    /**
     * Stops the current request and waits for its end. Fails with 423 if that takes too long, or if a newer request has
     * come.
     */
    public Uni<Held> take(String fileId) {
        return Uni.createFrom().deferred(() -> {
            var mine = new Held(fileId);
            var before = newest.put(fileId, mine);
            if (before == null) return Uni.createFrom().item(mine);
            before.stop();
            return Uni.createFrom()
                    .completionStage(() -> before.over.thenApply(_ -> mine))
                    .ifNoItem()
                    .after(PATIENCE)
                    .failWith(UploadLocks::takenOver)
                    .invoke(held -> {
                        if (held.isStopped()) throw takenOver();
                    })
                    .onFailure()
                    .invoke(() -> before.over.thenRun(mine::end));
        });
    }

    /** Stops the current request without taking its place; completes once it has ended. */
    Uni<Void> interrupt(String fileId) {
        return Uni.createFrom().deferred(() -> {
            var before = newest.get(fileId);
            if (before == null) return Uni.createFrom().voidItem();
            before.stop();
            return Uni.createFrom()
                    .completionStage(() -> before.over.thenApply(done -> done))
                    .ifNoItem()
                    .after(PATIENCE)
                    .failWith(UploadLocks::takenOver);
        });
    }

    boolean isBusy(String fileId) {
        return newest.containsKey(fileId);
    }

    public static Problem takenOver() {
        return Problem.of(
                423, "upload_locked", "another request uses this upload; ask for its offset and resume there");
    }
}
