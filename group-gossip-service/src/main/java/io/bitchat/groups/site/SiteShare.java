package io.bitchat.groups.site;

import java.util.concurrent.TimeUnit;

/**
 * What one site may ask of this one. It refills with time and can be overdrawn, since what is here already is not thrown
 * away: the site then is not read until it is paid back. So a flood waits at the one who makes it. Thread-safe.
 */
final class SiteShare {
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);
    /** Longer than a burst may last nobody is kept waiting at a time. */
    private static final int MAX_DEBT_SECONDS = 10;

    private final double perSecond;
    private final double burst;
    private double left;
    private long last;
    private boolean held;

    /** @param burst what may be asked at once after a silence */
    SiteShare(double perSecond, double burst, long nowNanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.left = burst;
        this.last = nowNanos;
    }

    /** @return whether the site is to be held back from now on */
    synchronized boolean spend(double units, long nowNanos) {
        refill(nowNanos);
        left = Math.max(left - units, -MAX_DEBT_SECONDS * perSecond);
        if (held || left >= 0) return false;
        held = true;
        return true;
    }

    /**
     * Whether it is still to be held back.
     *
     * @return nanoseconds; 0 where it may go on from now on
     */
    synchronized long remaining(long nowNanos) {
        refill(nowNanos);
        if (left >= 0) {
            held = false;
            return 0;
        }
        return (long) (-left / perSecond * SECOND);
    }

    synchronized boolean isHeld() {
        return held;
    }

    private void refill(long nowNanos) {
        left = Math.min(burst, left + (nowNanos - last) / SECOND * perSecond);
        last = nowNanos;
    }
}
