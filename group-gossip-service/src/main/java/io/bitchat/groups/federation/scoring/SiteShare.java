package io.bitchat.groups.federation.scoring;

import java.util.concurrent.TimeUnit;

/**
 * Token bucket for the work that one site may cause. It can be overdrawn, since received frames are not discarded. The
 * site is then not read until the debt is repaid, so a flood backs up at its sender. Thread-safe.
 */
public final class SiteShare {
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);
    /** Maximum debt, in seconds of refill; it bounds how long a site is held back. */
    private static final int MAX_DEBT_SECONDS = 10;

    private final double perSecond;
    private final double burst;
    private double left;
    private long last;
    private boolean held;

    /** @param burst units available at once after a silence */
    public SiteShare(double perSecond, double burst, long nowNanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.left = burst;
        this.last = nowNanos;
    }

    /** @return whether the caller must begin to hold the site back */
    public synchronized boolean spend(double units, long nowNanos) {
        refill(nowNanos);
        left = Math.max(left - units, -MAX_DEBT_SECONDS * perSecond);
        if (held || left >= 0) return false;
        held = true;
        return true;
    }

    /**
     * Time until the debt is repaid; ends the hold if it is.
     *
     * @return nanoseconds; 0 if the site may be read again
     */
    public synchronized long remaining(long nowNanos) {
        refill(nowNanos);
        if (left >= 0) {
            held = false;
            return 0;
        }
        return (long) (-left / perSecond * SECOND);
    }

    public synchronized boolean isHeld() {
        return held;
    }

    private void refill(long nowNanos) {
        left = Math.min(burst, left + (nowNanos - last) / SECOND * perSecond);
        last = nowNanos;
    }
}
