package io.bitchat.gossip;

import io.bitchat.gossip.causal.Dot;
import java.util.List;

/** What a node asks to be reminded of. */
public sealed interface Timer {
    /** Look after the views. */
    record Upkeep() implements Timer {}

    /** Exchange contacts. */
    record Shuffling() implements Timer {}

    /** The parent in the tree should have answered by now. */
    record GraftDue(PeerId parent) implements Timer {}

    /** The root's number is to be raised, or looked for. */
    record Beacon() implements Timer {}

    /** Compare clocks with somebody. */
    record AntiEntropy() implements Timer {}

    /** The round ends: send what was gathered in it. */
    record RoundEnd() implements Timer {}

    /** Send the ids of what was just pushed. */
    record TailDue(int time) implements Timer {}

    /** Ask for messages that were announced and have not come, or ask somebody else. */
    record PullsDue() implements Timer {}

    /** Send a question once more: the first may have been lost. */
    record PullAgain(PeerId holder, List<Integer> briefs) implements Timer {}

    /** Ask for what a neighbour has and we still lack. */
    record CatchUp() implements Timer {}

    /**
     * Does a message still wait for a cause? Then whoever sent it is asked.
     *
     * @param from who sent it
     * @param waiting the message
     * @param asked how often that was done before
     */
    record CauseDue(PeerId from, Dot waiting, int asked) implements Timer {}
}
