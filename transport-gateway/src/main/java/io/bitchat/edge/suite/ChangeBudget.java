package io.bitchat.edge.suite;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How often a node may say that something has changed: each time the suite publishes something or looks into its queue. It
 * outlives the uplinks of the node. Safe from any thread.
 */
final class ChangeBudget {
    /** At once: all peers come, and all messages that waited are sent. */
    static final int MOST = 2 * NodeSession.MAX_NEAR;

    static final int PER_SECOND = 1_000;
    private static final long NANOS_EACH = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

    private final LongSupplier nanos;
    /** Saved time; it is spent. */
    private long left = MOST * NANOS_EACH;

    private long at;

    ChangeBudget(LongSupplier nanos) {
        this.nanos = nanos;
        this.at = nanos.getAsLong();
    }

    /** False if that is more than the node may say now; nothing is spent then. */
    synchronized boolean spend(int changes) {
        long now = nanos.getAsLong();
        left = Math.min(MOST * NANOS_EACH, left + now - at);
        at = now;
        long price = changes * NANOS_EACH;
        if (price > left) return false;
        left -= price;
        return true;
    }
}
