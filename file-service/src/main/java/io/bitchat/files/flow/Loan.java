package io.bitchat.files.flow;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Memory that is lent, and what moves through it; to be {@link #run} once, which gives it back. Thread-safe. */
public final class Loan implements Runnable {
    private final Consumer<Loan> back;
    private boolean lent = true;
    private long moved;
    private long markNanos;
    private long markMoved;
    private @Nullable Runnable end;

    Loan(Consumer<Loan> back) {
        this.back = back;
    }

    /**
     * How slow one may be while others wait.
     *
     * @param bytesPerSecond 0 for as slow as it likes
     * @param grace over which it is measured
     */
    record Slowest(long bytesPerSecond, Duration grace) {}

    /** Gives the memory back; a second time it does nothing. */
    @Override
    public void run() {
        synchronized (this) {
            if (!lent) return;
            lent = false;
            end = null;
        }
        back.accept(this);
    }

    /** From now on the client has to keep up, or is ended where others wait. */
    synchronized void watch(Runnable whenTooSlow) {
        if (!lent) return;
        end = whenTooSlow;
        markNanos = System.nanoTime();
        markMoved = moved;
    }

    /** What is still to be done is not the client's. */
    synchronized void unwatch() {
        end = null;
    }

    synchronized void moved(long bytes) {
        moved += bytes;
    }

    /** What ends it, where it is too slow; asked now and then while others wait. */
    synchronized Optional<Runnable> tooSlow(long nowNanos, Slowest slowest) {
        if (end == null || nowNanos - markNanos < slowest.grace().toNanos()) return Optional.empty();
        double rate = (moved - markMoved) * 1e9 / (nowNanos - markNanos);
        markNanos = nowNanos;
        markMoved = moved;
        if (rate >= slowest.bytesPerSecond()) return Optional.empty();
        var ended = Optional.of(end);
        end = null;
        return ended;
    }
}
