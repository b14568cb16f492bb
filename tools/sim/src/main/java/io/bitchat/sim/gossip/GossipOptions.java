package io.bitchat.sim.gossip;

import io.bitchat.gossip.GossipParameters;
import io.bitchat.sim.network.LinkModel;

/**
 * One run.
 *
 * @param rate broadcasts per second, all nodes together
 * @param payload bytes
 * @param warmUp seconds before anything is measured; broadcasts happen in them too
 * @param seconds under observation
 * @param threads that share the work, 0 for as many as are worth it; the results are the same with any number
 */
record GossipOptions(
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

    /** With fewer for each thread, threads would mostly wait for each other. */
    private static final int NODES_PER_THREAD = 250;

    static GossipOptions standard(long seed) {
        return new GossipOptions(100, 10, 1_024, 10, 60, seed, LinkModel.standard(), GossipParameters.defaults(), 0);
    }

    GossipOptions withNodes(int value) {
        return new GossipOptions(value, rate, payload, warmUp, seconds, seed, links, parameters, threads);
    }

    GossipOptions withSeconds(int warm, int observed) {
        return new GossipOptions(nodes, rate, payload, warm, observed, seed, links, parameters, threads);
    }

    GossipOptions withLinks(LinkModel value) {
        return new GossipOptions(nodes, rate, payload, warmUp, seconds, seed, value, parameters, threads);
    }

    GossipOptions withParameters(GossipParameters value) {
        return new GossipOptions(nodes, rate, payload, warmUp, seconds, seed, links, value, threads);
    }

    GossipOptions withLoad(int perSecond, int bytes) {
        return new GossipOptions(nodes, perSecond, bytes, warmUp, seconds, seed, links, parameters, threads);
    }

    GossipOptions withSeed(long value) {
        return new GossipOptions(nodes, rate, payload, warmUp, seconds, value, links, parameters, threads);
    }

    GossipOptions withThreads(int value) {
        return new GossipOptions(nodes, rate, payload, warmUp, seconds, seed, links, parameters, value);
    }

    /** What {@link #threads} says, or one for each processor, up to four, as far as there is work for them. */
    int threadsInUse() {
        if (threads > 0) return threads;
        int processors = Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);
        return Math.clamp(nodes / NODES_PER_THREAD, 1, processors);
    }
}
