package io.bitchat.sim.sockets;

import io.bitchat.gossip.GossipParameters;
import java.time.Duration;

/**
 * Options of a run over sockets.
 *
 * @param rate broadcasts per second of all nodes together
 * @param payload payload size in bytes
 * @param delay one-way delay added to each link
 * @param warmUp seconds before the observation; broadcasts happen in them too
 */
record SocketOptions(
        int nodes, int rate, int payload, Duration delay, int warmUp, int seconds, GossipParameters parameters) {}
