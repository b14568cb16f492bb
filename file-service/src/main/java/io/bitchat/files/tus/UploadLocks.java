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
 * One request at a time has to do with an upload here. A newer one has the older stop, keep what it has, and end: a client
 * that comes back must not wait until its lost connection is known to be lost. Thread-safe.
 */
@ApplicationScoped
class UploadLocks {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** The newest of each upload; it waits for the one before it. */
    private final Map<String, Held> newest = new ConcurrentHashMap<>();

    /** A request's turn; to be ended once. */
    final class Held {
        private final String fileId;
        private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
        private Runnable stopping = () -> {};
        private boolean stopped;

        private Held(String fileId) {
            this.fileId = fileId;
        }

        /** What is to be done when a newer request comes; on any thread. */
        void onStop(Runnable action) {
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

        void end() {
            newest.remove(fileId, this);
            over.complete(null);
        }
    }

    /** Stops who is there and waits for its end; fails with 423 where that takes too long, or a newer one has come. */
    Uni<Held> take(String fileId) {
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

    /** The same for who only wants to look: completes once who was there has ended. */
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

    static Problem takenOver() {
        return Problem.of(
                423, "upload_locked", "another request has to do with this upload; ask for its offset and go on there");
    }
}
