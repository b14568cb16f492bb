package io.bitchat.bench;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What one sender sent to one recipient and what became of it. Order is judged by what a user can know: a message that
 * was acknowledged before another one was sent must arrive before it. Messages in flight together may swap.
 */
final class PairLedger {
    private final Map<Integer, Set<Integer>> mustComeAfter = new HashMap<>();
    private final Set<Integer> owed = new HashSet<>();
    private final BitSet delivered = new BitSet();
    private int sent;
    private int acknowledged;
    private int duplicates;
    private int outOfOrder;
    private int strangers;

    /** The number of the next message. */
    int send() {
        int number = sent++;
        if (!owed.isEmpty()) {
            mustComeAfter.put(number, Set.copyOf(owed));
        }
        return number;
    }

    /** The suite took the message over. */
    void acknowledged(int number) {
        acknowledged++;
        if (!delivered.get(number)) {
            owed.add(number);
        }
    }

    /** The recipient got the message; true for the first time. */
    boolean delivered(int number) {
        if (number < 0 || number >= sent) {
            strangers++;
            return false;
        }
        if (delivered.get(number)) {
            duplicates++;
            return false;
        }
        delivered.set(number);
        owed.remove(number);
        Set<Integer> earlier = mustComeAfter.remove(number);
        if (earlier != null && earlier.stream().anyMatch(other -> !delivered.get(other))) {
            outOfOrder++;
        }
        return true;
    }

    int acknowledged() {
        return acknowledged;
    }

    /** Acknowledged and not delivered (yet). */
    int lost() {
        return owed.size();
    }

    int duplicates() {
        return duplicates;
    }

    int outOfOrder() {
        return outOfOrder;
    }

    /** Messages that nobody here sent. */
    int strangers() {
        return strangers;
    }
}
