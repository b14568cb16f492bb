package io.bitchat.chunks.download;

import io.bitchat.chunks.ChunkPlan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** An immutable set of chunk indices. */
public final class ChunkSet {
    private final BitSet indices;

    private ChunkSet(BitSet owned) {
        indices = owned;
    }

    /**
     * A range of consecutive indices.
     *
     * @param first first index, at least 0
     * @param last last index, inclusive
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

    /** The indices from 0 up to {@code count}, exclusive. */
    public static ChunkSet all(int count) {
        var all = new BitSet(count);
        all.set(0, count);
        return new ChunkSet(all);
    }

    /** The union of the ranges, which may overlap. */
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

    /** Number of indices. */
    public int size() {
        return indices.cardinality();
    }

    /** The indices below {@code count}. */
    public ChunkSet below(int count) {
        return new ChunkSet(indices.get(0, count));
    }

    /** The fewest ranges with the same union, ascending. */
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

    /** Ranges such as {@code 0-4, 7}. */
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
