package io.bitchat.gossip.membership;

/**
 * Estimates how long to wait for a payload, from mean and deviation of earlier waits, as TCP does for round trips (RFC
 * 6298). Microseconds.
 */
public final class Lag {
    private static final long MOST = 200_000;
    private static final double GAIN = 0.125;
    private static final double DEVIATION_GAIN = 0.25;
    private static final int DEVIATIONS = 6;

    private final long first;
    private final long least;
    private double mean = -1;
    private double deviation;

    /**
     * @param first patience before the first sample
     * @param least minimum patience
     */
    Lag(long first, long least) {
        this.first = first;
        this.least = least;
    }

    /** Adds a wait to the estimate. */
    public void sample(long micros) {
        if (mean < 0) {
            mean = micros;
            deviation = micros / 2.0;
            return;
        }
        deviation += DEVIATION_GAIN * (Math.abs(micros - mean) - deviation);
        mean += GAIN * (micros - mean);
    }

    /** Time after which arrival is unlikely. */
    public long patience() {
        if (mean < 0) return first;
        return Math.clamp((long) (mean + DEVIATIONS * deviation), least, MOST);
    }
}
