package io.bitchat.sim.gossip;

import java.util.Arrays;

/** A list of delays in microseconds. */
public final class Delays {
    private long[] values = new long[1 << 12];
    private int count;
    private boolean sorted = true;

    static Delays of(long[] values) {
        var delays = new Delays();
        for (long value : values) delays.add(value);
        return delays;
    }

    public void add(long value) {
        if (count == values.length) values = Arrays.copyOf(values, count * 2);
        values[count++] = value;
        sorted = false;
    }

    public int count() {
        return count;
    }

    /** The quantile for this share; 0 without values. */
    public long quantile(double share) {
        if (count == 0) return 0;
        sort();
        return values[Math.min(count - 1, (int) Math.ceil(share * count) - 1)];
    }

    /** The share of values up to and including {@code limit}. */
    public double shareWithin(long limit) {
        if (count == 0) return 0;
        sort();
        int at = Arrays.binarySearch(values, 0, count, limit + 1);
        return (double) (at >= 0 ? at : -at - 1) / count;
    }

    private void sort() {
        if (sorted) return;
        Arrays.sort(values, 0, count);
        sorted = true;
    }
}
