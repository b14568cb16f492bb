package io.bitchat.sim.gossip;

import io.bitchat.gossip.GossipParameters;
import io.bitchat.sim.network.LinkModel;

/**
 * One run.
 *
 * @param rate broadcasts per second, all nodes together
 * @param payload octets
 * @param warmUp seconds before anything is measured; broadcasts happen in them too
 * @param seconds under observation
 */
record GossipOptions(
        int nodes,
        int rate,
        int payload,
        int warmUp,
        int seconds,
        long seed,
        LinkModel links,
        GossipParameters parameters) {
    static GossipOptions standard(long seed) {
        return new GossipOptions(100, 10, 1_024, 10, 60, seed, LinkModel.standard(), GossipParameters.defaults());
    }

    GossipOptions withNodes(int value) {
        return new GossipOptions(value, rate, payload, warmUp, seconds, seed, links, parameters);
    }

    GossipOptions withSeconds(int warm, int observed) {
        return new GossipOptions(nodes, rate, payload, warm, observed, seed, links, parameters);
    }

    GossipOptions withLinks(LinkModel value) {
        return new GossipOptions(nodes, rate, payload, warmUp, seconds, seed, value, parameters);
    }

    GossipOptions withParameters(GossipParameters value) {
        return new GossipOptions(nodes, rate, payload, warmUp, seconds, seed, links, value);
    }

    GossipOptions withLoad(int perSecond, int octets) {
        return new GossipOptions(nodes, perSecond, octets, warmUp, seconds, seed, links, parameters);
    }

    GossipOptions withSeed(long value) {
        return new GossipOptions(nodes, rate, payload, warmUp, seconds, value, links, parameters);
    }
}
