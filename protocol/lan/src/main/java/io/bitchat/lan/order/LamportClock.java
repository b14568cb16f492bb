package io.bitchat.lan.order;

/**
 * Lamport time in milliseconds: above every time seen before, and not below the wall clock. So it agrees with what
 * happened before what, and otherwise with the clocks on the walls.
 */
public final class LamportClock {
    private final long mostAhead;
    private long last;

    /** @param mostAhead how far the time of another node may pull this one ahead of the wall clock, in milliseconds */
    public LamportClock(long mostAhead) {
        this.mostAhead = mostAhead;
    }

    /** The time for a new line. */
    public long next(long now) {
        last = Math.max(last + 1, now);
        return last;
    }

    /** Takes note of the time of another node. */
    public void seen(long time, long now) {
        last = Math.max(last, Math.min(time, now + mostAhead));
    }

    public long last() {
        return last;
    }
}
