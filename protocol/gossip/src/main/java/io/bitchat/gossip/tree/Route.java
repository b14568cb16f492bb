package io.bitchat.gossip.tree;

import io.bitchat.gossip.PeerId;

/**
 * A way to the root, as a node tells its neighbours.
 *
 * @param root the root it knows: the lowest id wins
 * @param number of the beacon that this came with, raised by the root alone
 * @param cost of the way from the root, in tenths of a millisecond: delays of the links and a little for each hop; 0 to
 *     65,535
 */
public record Route(PeerId root, long number, int cost) {
    /** Largest cost on the wire. */
    public static final int MAX_COST = 0xFFFF;

    public Route {
        if (number < 0 || cost < 0 || cost > MAX_COST) throw new IllegalArgumentException(number + ", " + cost);
    }

    /** The same way, one link longer. */
    Route over(int linkCost) {
        return new Route(root, number, Math.min(MAX_COST, cost + linkCost));
    }

    boolean hasLowerRootThan(Route other) {
        return root.compareTo(other.root) < 0;
    }
}
