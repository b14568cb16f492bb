package io.bitchat.gossip.tree;

import io.bitchat.gossip.PeerId;

/**
 * A route to the root, as a node tells its neighbours.
 *
 * @param root the root it knows; the lowest id wins
 * @param number beacon number of this route, raised by the root alone
 * @param cost cost of the path from the root, in tenths of a millisecond: link delays and a little for each hop; 0 to
 *     65,535
 */
public record Route(PeerId root, long number, int cost) {
    /** Maximum cost on the wire. */
    public static final int MAX_COST = 0xFFFF;

    public Route {
        if (number < 0 || cost < 0 || cost > MAX_COST) throw new IllegalArgumentException(number + ", " + cost);
    }

    /** The same route, one link longer. */
    Route over(int linkCost) {
        return new Route(root, number, Math.min(MAX_COST, cost + linkCost));
    }

    boolean hasLowerRootThan(Route other) {
        return root.compareTo(other.root) < 0;
    }
}
