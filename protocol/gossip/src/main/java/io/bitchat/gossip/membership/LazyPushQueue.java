package io.bitchat.gossip.membership;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Ids to be announced to a neighbour, each once, in order of arrival. They leave at the end of a round, so there are
 * few and usually none: searching an array is faster than a hash table, and an empty queue takes no memory.
 */
public final class LazyPushQueue {
    private static final int[] NONE = {};
    private static final int LEAST = 4;
    private static final int KEPT = 64;

    private int[] ids = NONE;
    private int size;

    /** @return whether the id was added */
    public boolean add(int brief) {
        if (indexOf(brief) >= 0) return false;
        if (size == ids.length) ids = Arrays.copyOf(ids, Math.max(LEAST, size * 2));
        ids[size++] = brief;
        return true;
    }

    /** @return whether at least one id was added */
    public boolean addAll(LazyPushQueue others) {
        boolean changed = false;
        for (int i = 0; i < others.size; i++) changed |= add(others.ids[i]);
        return changed;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** Removes and returns all ids. */
    public List<Integer> takeAll() {
        var all = new ArrayList<Integer>(size);
        for (int i = 0; i < size; i++) all.add(ids[i]);
        size = 0;
        if (ids.length > KEPT) ids = NONE;
        return all;
    }

    void remove(int brief) {
        int at = indexOf(brief);
        if (at < 0) return;
        size--;
        System.arraycopy(ids, at + 1, ids, at, size - at);
    }

    private int indexOf(int brief) {
        for (int i = 0; i < size; i++) if (ids[i] == brief) return i;
        return -1;
    }
}
