package io.bitchat.chunks.download;

import io.bitchat.chunks.ChunkPlan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Indices of chunks; never changes. */
public final class ChunkSet {
    private final BitSet indices;

    private ChunkSet(BitSet owned) {
        indices = owned;
    }

    /**
     * Indices that follow each other.
     *
     * @param first at least 0
     * @param last the last one, which is in it
     */
    public record Range(int first, int last) {
        public Range {
            if (first < 0 || last < first || last >= ChunkPlan.MAX_CHUNKS) {
                throw new IllegalArgumentException("chunks " + first + " to " + last);
            }
        }
    }

    public static ChunkSet none() {
        return new ChunkSet(new BitSet());
    }

    /** Those from 0 to below the count. */
    public static ChunkSet all(int count) {
        var all = new BitSet(count);
        all.set(0, count);
        return new ChunkSet(all);
    }

    /** What is in any of the ranges, which may overlap. */
    public static ChunkSet of(List<Range> ranges) {
        var indices = new BitSet();
        for (var range : ranges) indices.set(range.first(), range.last() + 1);
        return new ChunkSet(indices);
    }

    public static ChunkSet copyOf(BitSet indices) {
        return new ChunkSet((BitSet) indices.clone());
    }

    public boolean contains(int index) {
        return indices.get(index);
    }

    /** How many. */
    public int size() {
        return indices.cardinality();
    }

    /** Those of them that are in a file of so many chunks. */
    public ChunkSet below(int count) {
        return new ChunkSet(indices.get(0, count));
    }

    /** The fewest ranges that say the same, ascending. */
    public List<Range> ranges() {
        var ranges = new ArrayList<Range>();
        for (int first = indices.nextSetBit(0); first >= 0; ) {
            int end = indices.nextClearBit(first);
            ranges.add(new Range(first, end - 1));
            first = indices.nextSetBit(end);
        }
        return List.copyOf(ranges);
    }

    /** A copy that the caller may change. */
    public BitSet toBitSet() {
        return (BitSet) indices.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChunkSet set && indices.equals(set.indices);
    }

    @Override
    public int hashCode() {
        return indices.hashCode();
    }

    /** Such as {@code 0-4, 7}. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (var range : ranges()) {
            if (!text.isEmpty()) text.append(", ");
            text.append(range.first());
            if (range.last() > range.first()) text.append('-').append(range.last());
        }
        return text.toString();
    }
}
