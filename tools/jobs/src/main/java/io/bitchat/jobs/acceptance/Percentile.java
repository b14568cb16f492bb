package io.bitchat.jobs.acceptance;

import java.util.Arrays;

/** The 95th percentile by the nearest-rank method. */
final class Percentile {
    private static final double SHARE = 0.95;

    private Percentile() {}

    /** @param nanos at least one duration in nanoseconds. Returns milliseconds */
    static double p95(long[] nanos) {
        var sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(sorted.length * SHARE) - 1] / 1e6;
    }
}
