package io.bitchat.gossip.broadcast;

import io.bitchat.gossip.PeerId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Announced messages that have not arrived yet. When full, the oldest is removed. */
final class Missing {
    private static final int CAPACITY = 4_096;
    private static final int SHARE = 1_024;

    private final Map<Integer, Entry> entries = new LinkedHashMap<>();
    private final Map<PeerId, Integer> shares = new HashMap<>();

    /** One message: its holders, and when one was asked. Times in microseconds. */
    static final class Entry {
        private final long since;
        private final PeerId first;
        private final Set<PeerId> holders = new LinkedHashSet<>();
        private final ArrayDeque<PeerId> unasked = new ArrayDeque<>();
        private int attempts;
        private long askedUntil;

        private Entry(PeerId first, long since) {
            this.first = first;
            this.since = since;
        }

        long since() {
            return since;
        }

        /** The peer that announced it first. */
        PeerId first() {
            return first;
        }

        /** All peers that announced it. */
        Set<PeerId> holders() {
            return holders;
        }

        /**
         * @param inTree whether to ask this peer before all others, and twice, since its reply is pushed on along the
         *     tree
         */
        void holder(PeerId peer, boolean inTree) {
            if (!holders.add(peer)) return;
            if (inTree) {
                unasked.addFirst(peer);
                unasked.addFirst(peer);
            } else {
                unasked.addLast(peer);
            }
        }

        boolean isAsked(long now) {
            return now < askedUntil;
        }

        /** The next peer to ask: each holder in turn, then all again. */
        @Nullable
        PeerId next() {
            if (unasked.isEmpty()) unasked.addAll(holders);
            return unasked.poll();
        }

        int asked(long until) {
            askedUntil = until;
            return ++attempts;
        }

        void forgetHolder(PeerId peer) {
            holders.remove(peer);
            unasked.removeIf(peer::equals);
        }
    }

    @Nullable
    Entry get(int brief) {
        return entries.get(brief);
    }

    /**
     * Whether a neighbour may announce one more message; the limit keeps one neighbour from displacing what others
     * announced.
     */
    boolean hasRoomFor(PeerId announcer) {
        return shares.getOrDefault(announcer, 0) < SHARE;
    }

    Entry add(int brief, PeerId from, long now) {
        if (entries.size() >= CAPACITY) remove(entries.keySet().iterator().next());
        var entry = new Entry(from, now);
        entries.put(brief, entry);
        shares.merge(from, 1, Integer::sum);
        return entry;
    }

    @Nullable
    Entry remove(int brief) {
        var entry = entries.remove(brief);
        if (entry != null) shares.computeIfPresent(entry.first(), (_, count) -> count > 1 ? count - 1 : null);
        return entry;
    }
}
