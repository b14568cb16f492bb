package io.bitchat.chunks.download;

/**
 * Bytes per second while a source is busy, the last second or so counting most: bytes and time are summed up, and both
 * sums fade with the same half-life. A source that falls silent is slower with each look at it.
 */
final class Rate {
    private static final double FADE_NANOS = 1e9;
    /** Before that what has come says more of the way than of the source. */
    private static final double KNOWN_NANOS = 30e6;
    /** And what has not come, nothing yet. */
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

    /** Nanoseconds since it was told of bytes. */
    long since(long now) {
        return Math.max(0, now - at);
    }

    /** At least 1. */
    double perSecond(long now) {
        long passed = busy ? Math.max(0, now - at) : 0;
        double kept = Math.exp(-passed / FADE_NANOS);
        double time = (nanos * kept) + passed;
        return time <= 0 ? 1 : Math.max(1, bytes * kept * 1e9 / time);
    }
}
