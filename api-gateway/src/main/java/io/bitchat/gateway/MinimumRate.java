package io.bitchat.gateway;

import java.time.Duration;

/** Whether something moves at the lowest rate at least, looked at in windows of one length. */
final class MinimumRate {
    private final long windowNanos;
    private final double bytesPerNano;
    private long sinceNanos;
    private long bytes;

    /** @param window how long it may be slower at a time */
    MinimumRate(Duration window, long bytesPerSecond, long nowNanos) {
        this.windowNanos = window.toNanos();
        this.bytesPerNano = bytesPerSecond / (double) Duration.ofSeconds(1).toNanos();
        this.sinceNanos = nowNanos;
    }

    /** Begins a new window: nobody is to blame for the time before. */
    void restart(long totalBytes, long nowNanos) {
        sinceNanos = nowNanos;
        bytes = totalBytes;
    }

    /** @param totalBytes all that has moved so far */
    boolean isTooSlow(long totalBytes, long nowNanos) {
        long elapsed = nowNanos - sinceNanos;
        if (elapsed < windowNanos) {
            return false;
        }
        boolean slow = totalBytes - bytes < elapsed * bytesPerNano;
        restart(totalBytes, nowNanos);
        return slow;
    }
}
