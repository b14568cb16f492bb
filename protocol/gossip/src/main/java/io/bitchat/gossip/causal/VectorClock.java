package io.bitchat.gossip.causal;

import io.bitchat.gossip.PeerId;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How many messages of each writer are in someone's past. A writer without an entry counts as 0. Merging is the
 * element-wise maximum and therefore idempotent, commutative and associative; {@link #happensBefore} is the strict
 * partial order that comes with it (Fidge 1988, Mattern 1989).
 *
 * <p>Not safe for several threads.
 */
public final class VectorClock {
    private final Map<PeerId, Long> entries;

    public VectorClock() {
        this.entries = new HashMap<>();
    }

    private VectorClock(Map<PeerId, Long> entries) {
        this.entries = new HashMap<>(entries);
    }

    /** A clock with these entries; all of them positive. */
    public static VectorClock of(Map<PeerId, Long> entries) {
        entries.forEach((writer, entry) -> {
            if (entry < 1) throw new IllegalArgumentException("entry of " + writer + " is not positive");
        });
        return new VectorClock(entries);
    }

    /** The entry of a writer; 0 without one. */
    public long get(PeerId writer) {
        return entries.getOrDefault(writer, 0L);
    }

    /** A local event of {@code writer}: adds one to its entry and returns the new value. */
    public long increment(PeerId writer) {
        return entries.merge(writer, 1L, Long::sum);
    }

    /** Takes the larger entry of each writer. */
    public void update(VectorClock other) {
        other.entries.forEach((writer, entry) -> entries.merge(writer, entry, Math::max));
    }

    /** Whether everything counted here is counted there, and something more. */
    public boolean happensBefore(VectorClock other) {
        return isWithin(other) && !other.isWithin(this);
    }

    /** Whether neither is in the other's past, or both are the same: conflict resolution applies. */
    public boolean concurrentWith(VectorClock other) {
        return isWithin(other) == other.isWithin(this);
    }

    /** Whether a message is in this past. */
    public boolean contains(Dot dot) {
        return get(dot.writer()) >= dot.sequence();
    }

    /** Writers with an entry. */
    public Set<PeerId> writers() {
        return Set.copyOf(entries.keySet());
    }

    /** Number of entries. */
    public int size() {
        return entries.size();
    }

    /** The entries as they are now, in no order; a view, not to be changed. */
    public Map<PeerId, Long> entries() {
        return Collections.unmodifiableMap(entries);
    }

    /** The entries, ordered by writer. */
    public Map<PeerId, Long> toMap() {
        return new TreeMap<>(entries);
    }

    /** An independent copy. */
    public VectorClock copy() {
        return new VectorClock(entries);
    }

    private boolean isWithin(VectorClock other) {
        return entries.entrySet().stream().allMatch(entry -> entry.getValue() <= other.get(entry.getKey()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VectorClock clock && clock.entries.equals(entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return toMap().toString();
    }
}
