package io.bitchat.chunks.download;

/**
 * Bytes per second while a source is busy, weighted towards the last second: bytes and busy time are summed, and both
 * sums decay exponentially with a time constant of 1 s. The rate of a silent source falls with each reading.
 */
final class Rate {
    private static final double FADE_NANOS = 1e9;
    /** Busy time before which received bytes say more about the network path than about the source. */
    private static final double KNOWN_NANOS = 30e6;
    /** Busy time before which missing bytes say nothing yet. */
    private static final double KNOWN_SILENT_NANOS = 200e6;

    private double bytes;
    private double nanos;
    private long at;
    private boolean busy;

    void busy(long now) {
        if (!busy) at = now;
        busy = true;
    }

    void idle(long now) {
        add(0, now);
        busy = false;
    }

    void add(long came, long now) {
        long passed = busy ? Math.max(0, now - at) : 0;
        double kept = Math.exp(-passed / FADE_NANOS);
        bytes = bytes * kept + came;
        nanos = nanos * kept + passed;
        at = now;
    }

    boolean isKnown(long now) {
        double time = nanos + (busy ? now - at : 0);
        return time >= KNOWN_SILENT_NANOS || (bytes > 0 && time >= KNOWN_NANOS) || (bytes > 0 && !busy);
    }

    /** Nanoseconds since the last update. */
    long since(long now) {
        return Math.max(0, now - at);
    }

    /** Bytes per second, at least 1. */
    double perSecond(long now) {
        long passed = busy ? Math.max(0, now - at) : 0;
        double kept = Math.exp(-passed / FADE_NANOS);
        double time = (nanos * kept) + passed;
        return time <= 0 ? 1 : Math.max(1, bytes * kept * 1e9 / time);
    }
}
