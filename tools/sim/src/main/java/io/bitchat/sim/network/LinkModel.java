package io.bitchat.sim.network;

import java.util.random.RandomGenerator;

/**
 * Model of the links between nodes.
 *
 * @param minDelay shortest delay of a link, in microseconds
 * @param maxDelay longest delay, in microseconds; each pair of nodes has one constant delay, uniform between the two
 * @param jitter largest addition per frame in microseconds, uniform from 0; enough of it reorders frames
 * @param loss share of frames that are lost
 * @param duplicate share of frames that arrive twice
 * @param perFrame whether the delay is drawn for each frame instead of for each pair
 */
public record LinkModel(long minDelay, long maxDelay, long jitter, double loss, double duplicate, boolean perFrame) {
    public LinkModel {
        if (minDelay < 0 || maxDelay < minDelay)
            throw new IllegalArgumentException("delays " + minDelay + " to " + maxDelay);
        if (loss < 0 || loss >= 1 || duplicate < 0 || duplicate >= 1)
            throw new IllegalArgumentException("a share must be in [0, 1)");
    }

    /** Links of 20 to 80 ms that lose 5 % of the frames. */
    public static LinkModel standard() {
        return new LinkModel(20_000, 80_000, 0, 0.05, 0, false);
    }

    public LinkModel withLoss(double value) {
        return new LinkModel(minDelay, maxDelay, jitter, value, duplicate, perFrame);
    }

    public LinkModel withJitter(long micros) {
        return new LinkModel(minDelay, maxDelay, micros, loss, duplicate, perFrame);
    }

    public LinkModel withDuplicates(double value) {
        return new LinkModel(minDelay, maxDelay, jitter, loss, value, perFrame);
    }

    public LinkModel withDelays(long min, long max) {
        return new LinkModel(min, max, jitter, loss, duplicate, perFrame);
    }

    public LinkModel withDelayPerFrame(boolean value) {
        return new LinkModel(minDelay, maxDelay, jitter, loss, duplicate, value);
    }

    boolean loses(RandomGenerator random) {
        return loss > 0 && random.nextDouble() < loss;
    }

    boolean duplicates(RandomGenerator random) {
        return duplicate > 0 && random.nextDouble() < duplicate;
    }

    /** @param pair key of the pair of nodes, the same in both directions */
    long delay(long pair, RandomGenerator random) {
        long spread = maxDelay - minDelay;
        long base = perFrame ? random.nextLong(spread + 1) : (long) (fraction(pair) * spread);
        return minDelay + base + (jitter == 0 ? 0 : random.nextLong(jitter + 1));
    }

    private static double fraction(long pair) {
        long z = (pair ^ pair >>> 31) * 0x7FB5D329728EA185L;
        z = (z ^ z >>> 27) * 0x81DADEF4BC2DD44DL;
        return ((z ^ z >>> 33) >>> 11) * 0x1.0p-53;
    }
}
