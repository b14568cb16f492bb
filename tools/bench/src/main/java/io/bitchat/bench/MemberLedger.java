package io.bitchat.bench;

import java.util.BitSet;

/** What one member's socket got of a group. The sequence of a group has no gaps, so order and loss can be seen in it. */
final class MemberLedger {
    private final BitSet received = new BitSet();
    private int last;
    private int duplicates;
    private int outOfOrder;

    /** A message with this place in the group arrived; true for the first time. */
    boolean received(int sequence) {
        if (received.get(sequence)) {
            duplicates++;
            return false;
        }
        received.set(sequence);
        outOfOrder += sequence == last + 1 ? 0 : 1;
        last = sequence;
        return true;
    }

    /** Messages that arrived at this socket. */
    int count() {
        return received.cardinality();
    }

    int duplicates() {
        return duplicates;
    }

    /** Messages that were not the next of their group. */
    int outOfOrder() {
        return outOfOrder;
    }
}
