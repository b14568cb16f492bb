package io.bitchat.gateway.connection;

import java.time.Duration;

/** Checks for a lowest rate, in windows of equal length. */
public final class MinimumRate {
    private final long windowNanos;
    private final double bytesPerNano;
    private long sinceNanos;
    private long bytes;

    /** @param window length of a window */
    MinimumRate(Duration window, long bytesPerSecond, long nowNanos) {
        this.windowNanos = window.toNanos();
        this.bytesPerNano = bytesPerSecond / (double) Duration.ofSeconds(1).toNanos();
        this.sinceNanos = nowNanos;
    }

    /** Starts a new window; the time before it does not count. */
    public void restart(long totalBytes, long nowNanos) {
        sinceNanos = nowNanos;
        bytes = totalBytes;
    }

    /** @param totalBytes all bytes moved so far */
    public boolean isTooSlow(long totalBytes, long nowNanos) {
        long elapsed = nowNanos - sinceNanos;
        if (elapsed < windowNanos) {
            return false;
        }
        boolean slow = totalBytes - bytes < elapsed * bytesPerNano;
        restart(totalBytes, nowNanos);
        return slow;
    }
}
