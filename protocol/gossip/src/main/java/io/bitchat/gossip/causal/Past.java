package io.bitchat.gossip.causal;

import java.util.Collection;
import java.util.List;

/**
 * What a node has delivered, as it is kept across restarts.
 *
 * @param clock how many messages of each writer
 * @param frontier those of them that are in no other's past
 * @param latest the latest time stamp among them
 */
public record Past(VectorClock clock, Collection<Dot> frontier, HybridTime latest) {
    public Past {
        frontier = List.copyOf(frontier);
        if (!frontier.stream().allMatch(clock::contains)) {
            throw new IllegalArgumentException("the frontier holds messages that were not delivered");
        }
    }

    /** Nothing was delivered yet. */
    public static Past empty() {
        return new Past(new VectorClock(), List.of(), HybridTime.ZERO);
    }
}
