package io.bitchat.files.flow;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Borrowed memory, and the number of bytes that move through it. Must be {@link #run} once, which returns the memory.
 * Thread-safe.
 */
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
     * Minimum rate of a transfer while others wait.
     *
     * @param bytesPerSecond 0 means no minimum
     * @param grace period over which the rate is measured
     */
    record Slowest(long bytesPerSecond, Duration grace) {}

    /** Returns the memory; further calls do nothing. */
    @Override
    public void run() {
        synchronized (this) {
            if (!lent) return;
            lent = false;
            end = null;
        }
        back.accept(this);
    }

    /** Starts measuring the client: from now on it is ended if it is too slow while others wait. */
    synchronized void watch(Runnable whenTooSlow) {
        if (!lent) return;
        end = whenTooSlow;
        markNanos = System.nanoTime();
        markMoved = moved;
    }

    /** Stops measuring: the remaining work does not depend on the client. */
    synchronized void unwatch() {
        end = null;
    }

    synchronized void moved(long bytes) {
        moved += bytes;
    }

    /** The action that ends the transfer, if it is too slow; polled while others wait. */
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
