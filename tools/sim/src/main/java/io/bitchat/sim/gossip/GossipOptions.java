package io.bitchat.sim.gossip;

import io.bitchat.gossip.GossipParameters;
import io.bitchat.sim.network.LinkModel;

/**
 * Options of a run.
 *
 * @param rate broadcasts per second of all nodes together
 * @param payload payload size in bytes
 * @param warmUp seconds before the observation; broadcasts happen in them too
 * @param seconds seconds of observation
 * @param threads number of threads, 0 to choose automatically; the results do not depend on it
 */
public record GossipOptions(
        int nodes,
        int rate,
        int payload,
        int warmUp,
        int seconds,
        long seed,
        LinkModel links,
        GossipParameters parameters,
        int threads) {
    private static final int MOST_THREADS = 4;

    /** With fewer nodes per thread, threads would mostly wait for each other. */
    private static final int NODES_PER_THREAD = 250;

    public static GossipOptions standard(long seed) {
        return new GossipOptions(100, 10, 1_024, 10, 60, seed, LinkModel.standard(), GossipParameters.defaults(), 0);
    }

    public GossipOptions withNodes(int value) {
        return new GossipOptions(value, rate, payload, warmUp, seconds, seed, links, parameters, threads);
    }

    public GossipOptions withSeconds(int warm, int observed) {
        return new GossipOptions(nodes, rate, payload, warm, observed, seed, links, parameters, threads);
    }

    public GossipOptions withLinks(LinkModel value) {
        return new GossipOptions(nodes, rate, payload, warmUp, seconds, seed, value, parameters, threads);
    }

    public GossipOptions withParameters(GossipParameters value) {
        return new GossipOptions(nodes, rate, payload, warmUp, seconds, seed, links, value, threads);
    }

    public GossipOptions withLoad(int perSecond, int bytes) {
        return new GossipOptions(nodes, perSecond, bytes, warmUp, seconds, seed, links, parameters, threads);
    }

    public GossipOptions withSeed(long value) {
        return new GossipOptions(nodes, rate, payload, warmUp, seconds, value, links, parameters, threads);
    }

    GossipOptions withThreads(int value) {
        return new GossipOptions(nodes, rate, payload, warmUp, seconds, seed, links, parameters, value);
    }

    /**
     * The value of {@link #threads}, or by default one thread per {@value #NODES_PER_THREAD} nodes, at most one per
     * processor and four in all.
     */
    int threadsInUse() {
        if (threads > 0) return threads;
        int processors = Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);
        return Math.clamp(nodes / NODES_PER_THREAD, 1, processors);
    }
}
