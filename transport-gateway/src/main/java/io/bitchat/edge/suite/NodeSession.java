package io.bitchat.edge.suite;

import io.bitchat.edge.uplink.UplinkChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A connected edge node.
 *
 * @param claimed peers that it says it sees; at most {@link #MAX_NEAR}
 * @param near those of which the suite believes it
 */
record NodeSession(String node, UplinkChannel channel, Set<String> claimed, Set<String> near) {
    /** Peers that one node may see; more are not taken. */
    static final int MAX_NEAR = 10_000;

    NodeSession(String node, UplinkChannel channel) {
        this(node, channel, ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
    }
}
