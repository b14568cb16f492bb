package io.bitchat.sim.lan;

import io.bitchat.lan.LanParameters;
import io.bitchat.sim.network.LinkModel;

/**
 * Options of a run.
 *
 * @param rate lines per second of all nodes together
 * @param seconds seconds in which lines are written
 * @param loss share of beacons that are lost
 * @param duplicate whether some beacons arrive twice
 * @param reorder whether beacons overtake each other, and links differ so much that lines of different nodes do
 * @param shape who can reach whom
 */
public record LanOptions(
        int nodes, int rate, int seconds, double loss, boolean duplicate, boolean reorder, Shape shape, long seed) {
    /** Connectivity of the network. */
    public enum Shape {
        /** All reach all. */
        MESH,
        /** In the middle third of the run, two halves cannot reach each other. */
        PARTITION,
        /** Each node reaches only the one before and the one after it. */
        CHAIN
    }

    private static final int MAX_NODES = 250;
    private static final double DUPLICATES = 0.05;
    private static final long JITTER = 30_000;

    /** @throws IllegalArgumentException if a number is out of range */
    public LanOptions {
        if (nodes < 2 || nodes > MAX_NODES) throw new IllegalArgumentException(nodes + " nodes are not 2 to 250");
        if (rate < 1 || rate > 1_000_000) throw new IllegalArgumentException("rate " + rate);
        if (seconds < 1) throw new IllegalArgumentException(seconds + " seconds");
        if (loss < 0 || loss >= 1) throw new IllegalArgumentException("a share must be in [0, 1)");
    }

    /** 50 nodes, 10 lines/s for a minute, 5 % loss. */
    public static LanOptions standard(long seed) {
        return new LanOptions(50, 10, 60, 0.05, false, false, Shape.MESH, seed);
    }

    public LanOptions withNodes(int value) {
        return new LanOptions(value, rate, seconds, loss, duplicate, reorder, shape, seed);
    }

    public LanOptions withSeconds(int value) {
        return new LanOptions(nodes, rate, value, loss, duplicate, reorder, shape, seed);
    }

    public LanOptions withDisorder() {
        return new LanOptions(nodes, rate, seconds, loss, true, true, shape, seed);
    }

    public LanOptions withShape(Shape value) {
        return new LanOptions(nodes, rate, seconds, loss, duplicate, reorder, value, seed);
    }

    /** Connections: nothing is lost, and each keeps its order. */
    LinkModel connections() {
        return new LinkModel(200, reorder ? 40_000 : 1_000, 0, 0, 0, false);
    }

    LinkModel datagrams() {
        return connections()
                .withLoss(loss)
                .withDuplicates(duplicate ? DUPLICATES : 0)
                .withJitter(reorder ? JITTER : 0);
    }

    /** The history holds all lines, so that transcripts can be compared in full. */
    LanParameters parameters() {
        var defaults = LanParameters.defaults();
        return defaults.withHistory(Math.max(defaults.history(), lines()));
    }

    int lines() {
        return rate * seconds;
    }
}
