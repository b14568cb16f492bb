package io.bitchat.chunks.download;

import java.util.Arrays;
import java.util.BitSet;

/** The chunks that are neither stored nor requested, and how many sources hold each. */
final class Missing {
    private final BitSet open;
    private final int start;
    /** By chunk: number of sources that hold it. */
    private final int[] holders;
    /** By number of holders: number of open chunks with so many. Ends the search for a rare chunk early. */
    private int[] tally = new int[8];

    /**
     * @param start index at which the search begins; it differs between downloads of the same file, so that they can
     *     exchange chunks
     */
    Missing(BitSet open, int count, int start) {
        this.open = open;
        this.start = start;
        holders = new int[count];
        tally[0] = open.cardinality();
    }

    int size() {
        return open.cardinality();
    }

    int holders(int index) {
        return holders[index];
    }

    void take(int index) {
        if (!open.get(index)) return;
        open.clear(index);
        tally[holders[index]]--;
    }

    void giveBack(int index) {
        if (open.get(index)) return;
        open.set(index);
        tally[holders[index]]++;
    }

    void nowHeld(BitSet by) {
        by.stream().forEach(index -> change(index, 1));
    }

    void noLongerHeld(BitSet by) {
        by.stream().forEach(index -> change(index, -1));
    }

    void noLongerHeld(int index) {
        change(index, -1);
    }

    boolean anyIn(BitSet held) {
        return open.intersects(held);
    }

    BitSet open() {
        return open;
    }

    private void change(int index, int by) {
        int before = holders[index];
        int after = before + by;
        holders[index] = after;
        if (after >= tally.length) tally = Arrays.copyOf(tally, 2 * after);
        if (!open.get(index)) return;
        tally[before]--;
        tally[after]++;
    }

    /** The open chunk in {@code held} with the fewest holders, or -1; of several, the next one from {@code start}. */
    int rarest(BitSet held) {
        int fewest = fewest();
        int best = rarest(held, start, holders.length, fewest, -1);
        return best >= 0 && holders[best] == fewest ? best : rarest(held, 0, start, fewest, best);
    }

    private int rarest(BitSet held, int from, int to, int fewest, int known) {
        int best = known;
        for (int at = next(held, from); at >= 0 && at < to; at = next(held, at + 1)) {
            if (best < 0 || holders[at] < holders[best]) best = at;
            if (holders[best] == fewest) break;
        }
        return best;
    }

    private int fewest() {
        int fewest = 1;
        while (fewest < tally.length - 1 && tally[fewest] == 0) fewest++;
        return fewest;
    }

    private int next(BitSet held, int from) {
        int at = open.nextSetBit(from);
        while (at >= 0 && !held.get(at)) {
            int candidate = held.nextSetBit(at);
            if (candidate < 0) return -1;
            at = open.nextSetBit(candidate);
        }
        return at;
    }
}
