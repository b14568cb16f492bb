package io.bitchat.bench.groups;

import java.util.BitSet;

/**
 * The messages of a group that one member's socket received. A group's sequence has no gaps, so it reveals loss and
 * reordering.
 */
public final class MemberLedger {
    private final BitSet received = new BitSet();
    private int last;
    private int duplicates;
    private int outOfOrder;

    /** Records a message by its sequence number; returns true the first time. */
    public boolean received(int sequence) {
        if (received.get(sequence)) {
            duplicates++;
            return false;
        }
        received.set(sequence);
        outOfOrder += sequence == last + 1 ? 0 : 1;
        last = sequence;
        return true;
    }

    /** Number of distinct messages received by this socket. */
    int count() {
        return received.cardinality();
    }

    public int duplicates() {
        return duplicates;
    }

    /** Number of messages that did not follow the previous one directly. */
    int outOfOrder() {
        return outOfOrder;
    }
}
