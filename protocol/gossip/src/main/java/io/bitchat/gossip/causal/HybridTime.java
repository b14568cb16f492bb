package io.bitchat.gossip.causal;

import java.time.Instant;

/**
 * A time stamp that follows the wall clock and never contradicts causality: later than that of everything its writer had
 * seen (Kulkarni et al. 2014, hybrid logical clocks). The upper 48 bits are milliseconds since 1970, the lower 16 count
 * events within one.
 */
public record HybridTime(long value) implements Comparable<HybridTime> {
    /** Before everything. */
    public static final HybridTime ZERO = new HybridTime(0);

    private static final int COUNTER_BITS = 16;

    public HybridTime {
        if (value < 0) throw new IllegalArgumentException("time " + value + " is negative");
    }

    /** The first time stamp at a moment of the wall clock. */
    public static HybridTime at(Instant wall) {
        return new HybridTime(wall.toEpochMilli() << COUNTER_BITS);
    }

    /** The time stamp of an event now, after everything up to this one. */
    public HybridTime next(Instant wall) {
        return new HybridTime(Math.max(value + 1, at(wall).value));
    }

    /** The later of both. */
    public HybridTime max(HybridTime other) {
        return value >= other.value ? this : other;
    }

    /** The moment, without the counter. */
    public Instant wall() {
        return Instant.ofEpochMilli(value >>> COUNTER_BITS);
    }

    @Override
    public int compareTo(HybridTime other) {
        return Long.compare(value, other.value);
    }
}
