package io.bitchat.edge.suite;

import io.bitchat.edge.uplink.UplinkChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A connected edge node.
 *
 * @param near peers that it sees
 */
record NodeSession(String node, UplinkChannel channel, Set<String> near) {
    /** Peers that one node may see; more are not taken. */
    static final int MAX_NEAR = 10_000;

    NodeSession(String node, UplinkChannel channel) {
        this(node, channel, ConcurrentHashMap.newKeySet());
    }
}
