package io.bitchat.gossip.causal;

import java.util.Collection;
import java.util.List;

/**
 * What a node has delivered, as stored across restarts.
 *
 * @param clock number of messages of each writer
 * @param frontier delivered messages that are in no other delivered message's past
 * @param latest latest time stamp among them
 */
public record Past(VectorClock clock, Collection<Dot> frontier, HybridTime latest) {
    public Past {
        frontier = List.copyOf(frontier);
        if (!frontier.stream().allMatch(clock::contains)) {
            throw new IllegalArgumentException("the frontier holds messages that were not delivered");
        }
    }

    /** The past of a node that has delivered nothing. */
    public static Past empty() {
        return new Past(new VectorClock(), List.of(), HybridTime.ZERO);
    }
}
