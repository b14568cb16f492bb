package io.bitchat.bench.messages;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The messages from one sender to one recipient, and their outcome. Order is judged by what a user can observe: a
 * message acknowledged before another one was sent must arrive first. Messages in flight together may be reordered.
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

    /** Returns the number of the next message. */
    int send() {
        int number = sent++;
        if (!owed.isEmpty()) {
            mustComeAfter.put(number, Set.copyOf(owed));
        }
        return number;
    }

    /** Records that the suite acknowledged the message. */
    void acknowledged(int number) {
        acknowledged++;
        if (!delivered.get(number)) {
            owed.add(number);
        }
    }

    /** Records that the recipient got the message; returns true the first time. */
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

    /** Messages acknowledged and not delivered (yet). */
    int lost() {
        return owed.size();
    }

    int duplicates() {
        return duplicates;
    }

    int outOfOrder() {
        return outOfOrder;
    }

    /** Number of messages that were not sent here. */
    int strangers() {
        return strangers;
    }
}
