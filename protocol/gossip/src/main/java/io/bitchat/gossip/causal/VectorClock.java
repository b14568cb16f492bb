package io.bitchat.gossip.causal;

import io.bitchat.gossip.PeerId;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Vector clock: the number of messages of each writer in a past. A writer without an entry counts as 0. Merging is the
 * element-wise maximum, hence idempotent, commutative and associative. {@link #happensBefore} is the corresponding
 * strict partial order (Fidge 1988, Mattern 1989).
 *
 * <p>Not thread-safe.
 */
public final class VectorClock {
    private final Map<PeerId, Long> entries;

    public VectorClock() {
        this.entries = new HashMap<>();
    }

    private VectorClock(Map<PeerId, Long> entries) {
        this.entries = new HashMap<>(entries);
    }

    /** A clock with these entries, all of which must be positive. */
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

    /** Adds one to the entry of {@code writer}, and returns the new value. */
    public long increment(PeerId writer) {
        return entries.merge(writer, 1L, Long::sum);
    }

    /** Takes the larger entry of each writer. */
    public void update(VectorClock other) {
        other.entries.forEach((writer, entry) -> entries.merge(writer, entry, Math::max));
    }

    /** Whether this clock is less than or equal to the other in every entry, and less in at least one. */
    public boolean happensBefore(VectorClock other) {
        return isWithin(other) && !other.isWithin(this);
    }

    /** Whether neither happens before the other; true for equal clocks too. Conflict resolution applies then. */
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

    /** An unmodifiable view of the entries, in no order. */
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
