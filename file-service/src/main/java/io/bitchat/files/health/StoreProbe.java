package io.bitchat.files.health;

import io.bitchat.files.store.ChunkStore;
import io.bitchat.files.store.StoreRoom;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Probes a store at most once in a while, and never twice at a time. While a probe runs, the result of the one before
 * it counts; a probe that runs for too long counts as a failure until it ends, since a disk that hangs ends no write.
 */
final class StoreProbe {
    /**
     * Durations of a probe.
     *
     * @param fresh time for which a result is given out again
     * @param patience maximum time that a caller waits for a probe
     * @param limit time after which a running probe counts as failed
     */
    record Times(Duration fresh, Duration patience, Duration limit) {}

    /** What a probe found. */
    sealed interface Result {
        record Ready(StoreRoom room) implements Result {}

        record Failed(Throwable cause) implements Result {}
    }

    private final ChunkStore store;
    private final Times times;
    private final LongSupplier nanos;

    private @Nullable Result last;
    private long endedAt;
    private @Nullable CompletableFuture<Result> running;
    private long begunAt;

    /** @param nanos a clock like {@link System#nanoTime} */
    StoreProbe(ChunkStore store, Times times, LongSupplier nanos) {
        this.store = store;
        this.times = times;
        this.nanos = nanos;
    }

    /** The newest result; completes within the time {@code patience}, and never fails. */
    Uni<Result> result() {
        return Uni.createFrom().deferred(() -> {
            var known = known();
            if (known != null) return Uni.createFrom().item(known);
            return Uni.createFrom()
                    // a copy, so that the timeout does not cancel the probe
                    .completionStage(probe().copy())
                    .ifNoItem()
                    .after(times.patience())
                    .recoverWithItem(this::meanwhile);
        });
    }

    private synchronized @Nullable Result known() {
        boolean fresh =
                last != null && nanos.getAsLong() - endedAt < times.fresh().toNanos();
        return fresh ? last : overdue();
    }

    /** A failure if the running probe has exceeded its limit. */
    private synchronized @Nullable Result overdue() {
        if (running == null) return null;
        long taken = nanos.getAsLong() - begunAt;
        return taken < times.limit().toNanos() ? null : late(taken);
    }

    private synchronized Result meanwhile() {
        var overdue = overdue();
        if (overdue != null) return overdue;
        return last != null ? last : late(nanos.getAsLong() - begunAt);
    }

    private static Result late(long nanos) {
        return new Result.Failed(
                new ProbeLateException("no answer for " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms"));
    }

    private CompletableFuture<Result> probe() {
        CompletableFuture<Result> begun;
        synchronized (this) {
            if (running != null) return running;
            begun = new CompletableFuture<>();
            running = begun;
            begunAt = nanos.getAsLong();
        }
        store.check()
                .<Result>map(Result.Ready::new)
                .onFailure()
                .recoverWithItem(Result.Failed::new)
                .subscribe()
                .with(result -> end(begun, result));
        return begun;
    }

    private void end(CompletableFuture<Result> probe, Result result) {
        synchronized (this) {
            last = result;
            endedAt = nanos.getAsLong();
            running = null;
        }
        probe.complete(result);
    }
}
