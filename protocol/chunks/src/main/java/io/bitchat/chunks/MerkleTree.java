package io.bitchat.chunks;

import java.util.ArrayList;
import java.util.List;

/**
 * The tree over the hashes of a file's chunks, after RFC 9162, section 2.1: a leaf is {@code SHA-256(0x00 ‖ chunk hash)}, a
 * node {@code SHA-256(0x01 ‖ left ‖ right)}, and where the number of leaves is no power of two the left half is the largest
 * one that is. Its root stands for the whole file.
 */
public final class MerkleTree {
    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    /** From the leaves to the root; a node without a sibling is carried up as it is. */
    private final List<List<ChunkHash>> levels = new ArrayList<>();

    /**
     * @param chunks hashes of all chunks, in order
     * @throws IllegalArgumentException for none
     */
    public MerkleTree(List<ChunkHash> chunks) {
        if (chunks.isEmpty()) throw new IllegalArgumentException("a file without chunks");
        levels.add(chunks.stream().map(MerkleTree::leaf).toList());
        while (levels.getLast().size() > 1) levels.add(above(levels.getLast()));
    }

    /** Stands for all chunks and their order. */
    public ChunkHash root() {
        return levels.getLast().getFirst();
    }

    /** How many chunks. */
    public int size() {
        return levels.getFirst().size();
    }

    /**
     * What proves one chunk to somebody who knows the root.
     *
     * @throws IndexOutOfBoundsException where there is no such chunk
     */
    public ChunkProof proof(int index) {
        if (index < 0 || index >= size()) throw new IndexOutOfBoundsException("chunk " + index + " of " + size());
        var path = new ArrayList<ChunkHash>();
        int at = index;
        for (var level : levels) {
            int sibling = at ^ 1;
            if (sibling < level.size()) path.add(level.get(sibling));
            at >>= 1;
        }
        return new ChunkProof(index, size(), path);
    }

    private static List<ChunkHash> above(List<ChunkHash> level) {
        var parents = new ArrayList<ChunkHash>((level.size() + 1) / 2);
        for (int i = 0; i < level.size(); i += 2) {
            parents.add(i + 1 < level.size() ? node(level.get(i), level.get(i + 1)) : level.get(i));
        }
        return parents;
    }

    static ChunkHash leaf(ChunkHash chunk) {
        return ChunkHash.of(LEAF, chunk.bytes().toArray());
    }

    static ChunkHash node(ChunkHash left, ChunkHash right) {
        return ChunkHash.of(NODE, left.bytes().toArray(), right.bytes().toArray());
    }
}
