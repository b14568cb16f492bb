package io.bitchat.sim.sockets;

import io.bitchat.gossip.GossipParameters;
import java.time.Duration;

/**
 * One run over sockets.
 *
 * @param rate broadcasts per second, all nodes together
 * @param payload bytes
 * @param delay one way, added to each link
 * @param warmUp seconds before anything is measured; broadcasts happen in them too
 */
record SocketOptions(
        int nodes, int rate, int payload, Duration delay, int warmUp, int seconds, GossipParameters parameters) {}
