package io.bitchat.gossip.membership;

/** Token bucket: a burst size, and a rate per second. Times in microseconds. */
public final class Allowance {
    private static final double SECOND = 1_000_000;

    private final long atOnce;
    private final double perSecond;
    private double left;
    private long at;

    public Allowance(long atOnce, double perSecond, long now) {
        this.atOnce = atOnce;
        this.perSecond = perSecond;
        this.left = atOnce;
        this.at = now;
    }

    /** Takes one token; returns false if there is none. */
    public boolean take(long now) {
        return take(1, now);
    }

    /** Takes {@code count} tokens; takes none and returns false if there are fewer. */
    public boolean take(long count, long now) {
        if (available(now) < count) return false;
        left -= count;
        return true;
    }

    public long available(long now) {
        left = Math.min(atOnce, left + Math.max(0, now - at) / SECOND * perSecond);
        at = Math.max(at, now);
        return (long) left;
    }
}
