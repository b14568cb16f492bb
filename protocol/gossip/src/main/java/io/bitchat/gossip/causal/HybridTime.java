package io.bitchat.gossip.causal;

import java.time.Instant;

/**
 * Hybrid logical clock (Kulkarni et al. 2014): a time stamp that follows the wall clock and is later than that of
 * everything its writer had seen. The upper 48 bits are milliseconds since 1970, the lower 16 count events within one
 * millisecond.
 */
public record HybridTime(long value) implements Comparable<HybridTime> {
    /** Before everything. */
    public static final HybridTime ZERO = new HybridTime(0);

    private static final int COUNTER_BITS = 16;

    public HybridTime {
        if (value < 0) throw new IllegalArgumentException("time " + value + " is negative");
    }

    /** The first time stamp of a moment of the wall clock. */
    public static HybridTime at(Instant wall) {
        return new HybridTime(wall.toEpochMilli() << COUNTER_BITS);
    }

    /** The time stamp of an event now, after everything up to this one. */
    public HybridTime next(Instant wall) {
        return new HybridTime(Math.max(value + 1, at(wall).value));
    }

    /** The later of the two. */
    public HybridTime max(HybridTime other) {
        return value >= other.value ? this : other;
    }

    /** The wall-clock part, without the counter. */
    public Instant wall() {
        return Instant.ofEpochMilli(value >>> COUNTER_BITS);
    }

    @Override
    public int compareTo(HybridTime other) {
        return Long.compare(value, other.value);
    }
}
