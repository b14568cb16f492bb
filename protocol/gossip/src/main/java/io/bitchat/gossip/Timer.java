package io.bitchat.gossip;

import io.bitchat.gossip.causal.Dot;
import java.util.List;

/** Timers that a node schedules. */
public sealed interface Timer {
    /** Maintain the active and passive view. */
    record Upkeep() implements Timer {}

    /** Exchange contacts. */
    record Shuffling() implements Timer {}

    /** The parent should have confirmed a graft by now. */
    record GraftDue(PeerId parent) implements Timer {}

    /** The root raises its beacon number; other nodes check that it still does. */
    record Beacon() implements Timer {}

    /** Compare clocks with a neighbour. */
    record AntiEntropy() implements Timer {}

    /** The round ends: send the ids gathered in it. */
    record RoundEnd() implements Timer {}

    /** Send the ids of what was just pushed. */
    record TailDue(int time) implements Timer {}

    /** Pull announced messages that have not arrived, or try another holder. */
    record PullsDue() implements Timer {}

    /** Repeat a pull, since the first may have been lost. */
    record PullAgain(PeerId holder, List<Integer> briefs) implements Timer {}

    /** Fetch messages that a neighbour has and this node lacks. */
    record CatchUp() implements Timer {}

    /**
     * If a message still waits for a cause, ask the node that sent it.
     *
     * @param from node that sent the message
     * @param waiting the message
     * @param asked number of earlier requests
     */
    record CauseDue(PeerId from, Dot waiting, int asked) implements Timer {}
}
