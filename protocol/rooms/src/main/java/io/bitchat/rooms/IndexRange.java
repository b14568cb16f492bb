package io.bitchat.rooms;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Consecutive indices of chunks.
 *
 * @param first first index, at least 0
 * @param last last index, inclusive
 */
public record IndexRange(int first, int last) {
    public IndexRange {
        if (first < 0 || last < first) throw new IllegalArgumentException("chunks " + first + " to " + last);
    }

    /** The fewest ranges with these indices, ascending. */
    public static List<IndexRange> of(BitSet indices) {
        var ranges = new ArrayList<IndexRange>();
        for (int first = indices.nextSetBit(0); first >= 0; ) {
            int end = indices.nextClearBit(first);
            ranges.add(new IndexRange(first, end - 1));
            first = indices.nextSetBit(end);
        }
        return List.copyOf(ranges);
    }

    /** The indices of all ranges. */
    public static BitSet toBitSet(List<IndexRange> ranges) {
        var indices = new BitSet();
        for (var range : ranges) indices.set(range.first(), range.last() + 1);
        return indices;
    }
}
