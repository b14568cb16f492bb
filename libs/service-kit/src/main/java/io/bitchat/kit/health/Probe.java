package io.bitchat.kit.health;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Probes something at most once in a while, and never twice at a time, so that what hangs binds one thread or request and
 * no more. While a probe runs, the result of the one before it counts; a probe that runs for too long counts as a failure
 * until it ends. Thread-safe.
 *
 * @param <T> what a probe finds
 */
public final class Probe<T> {
    /**
     * Durations of a probe.
     *
     * @param fresh time for which a result is given out again
     * @param patience maximum time that a caller waits for a probe
     * @param limit time after which a running probe counts as failed
     */
    public record Times(Duration fresh, Duration patience, Duration limit) {}

    /** The result of a probe. */
    public sealed interface Result<T> {
        record Ready<T>(T found) implements Result<T> {}

        /** @param cause a {@link ProbeLateException} if there was no answer in time */
        record Failed<T>(Throwable cause) implements Result<T> {}
    }

    private final Supplier<Uni<T>> probe;
    private final Times times;
    private final LongSupplier nanos;

    private @Nullable Result<T> last;
    private long endedAt;
    private @Nullable CompletableFuture<Result<T>> running;
    private long begunAt;

    /**
     * @param probe must not block
     * @param nanos a clock like {@link System#nanoTime}
     */
    public Probe(Supplier<Uni<T>> probe, Times times, LongSupplier nanos) {
        this.probe = probe;
        this.times = times;
        this.nanos = nanos;
    }

    /** The newest result; arrives within {@link Times#patience}, and never fails. */
    public Uni<Result<T>> result() {
        return Uni.createFrom().deferred(() -> {
            var known = known();
            if (known != null) return Uni.createFrom().item(known);
            return Uni.createFrom()
                    // a copy, so that the timeout does not cancel the probe
                    .completionStage(running().copy())
                    .ifNoItem()
                    .after(times.patience())
                    .recoverWithItem(this::meanwhile);
        });
    }

    private synchronized @Nullable Result<T> known() {
        boolean fresh =
                last != null && nanos.getAsLong() - endedAt < times.fresh().toNanos();
        return fresh ? last : overdue();
    }

    /** A failure if the running probe has exceeded its limit. */
    private synchronized @Nullable Result<T> overdue() {
        if (running == null) return null;
        long taken = nanos.getAsLong() - begunAt;
        return taken < times.limit().toNanos() ? null : late(taken);
    }

    private synchronized Result<T> meanwhile() {
        var overdue = overdue();
        if (overdue != null) return overdue;
        return last != null ? last : late(nanos.getAsLong() - begunAt);
    }

    private static <T> Result<T> late(long nanos) {
        return new Result.Failed<>(
                new ProbeLateException("no answer for " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms"));
    }

    /** The running probe; begins one if there is none. */
    private CompletableFuture<Result<T>> running() {
        CompletableFuture<Result<T>> begun;
        synchronized (this) {
            if (running != null) return running;
            begun = new CompletableFuture<>();
            running = begun;
            begunAt = nanos.getAsLong();
        }
        Uni.createFrom()
                .deferred(probe::get)
                .<Result<T>>map(Result.Ready::new)
                .onFailure()
                .recoverWithItem(Result.Failed::new)
                .subscribe()
                .with(result -> end(begun, result));
        return begun;
    }

    private void end(CompletableFuture<Result<T>> ended, Result<T> result) {
        synchronized (this) {
            last = result;
            endedAt = nanos.getAsLong();
            running = null;
        }
        ended.complete(result);
    }
}
