package io.bitchat.lan.registry;

/** Bucket of tokens: so many at once, and so many more per second. Times in milliseconds. */
public final class Allowance {
    private static final double SECOND = 1_000;

    private final double atOnce;
    private final double perSecond;
    private double left;
    private long at;

    public Allowance(int atOnce, int perSecond, long now) {
        this.atOnce = atOnce;
        this.perSecond = perSecond;
        this.left = atOnce;
        this.at = now;
    }

    /** Takes one token; false if there is none. */
    public boolean take(long now) {
        left = Math.min(atOnce, left + Math.max(0, now - at) * perSecond / SECOND);
        at = Math.max(at, now);
        if (left < 1) return false;
        left--;
        return true;
    }
}
