package io.bitchat.chunks;

import java.util.ArrayList;
import java.util.List;

/**
 * Merkle tree over the hashes of a file's chunks, after RFC 9162, section 2.1. A leaf is
 * {@code SHA-256(0x00 ‖ chunk hash)}, a node {@code SHA-256(0x01 ‖ left ‖ right)}. The left subtree has as many leaves
 * as the largest power of two below their total. The root commits to the whole file.
 */
public final class MerkleTree {
    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    /** From the leaves to the root; a node without a sibling is carried up unchanged. */
    private final List<List<ChunkHash>> levels = new ArrayList<>();

    /**
     * @param chunks hashes of all chunks, in order
     * @throws IllegalArgumentException if there are none
     */
    public MerkleTree(List<ChunkHash> chunks) {
        if (chunks.isEmpty()) throw new IllegalArgumentException("a file without chunks");
        levels.add(chunks.stream().map(MerkleTree::leaf).toList());
        while (levels.getLast().size() > 1) levels.add(above(levels.getLast()));
    }

    /** The root hash, which commits to all chunks and their order. */
    public ChunkHash root() {
        return levels.getLast().getFirst();
    }

    /** Number of chunks. */
    public int size() {
        return levels.getFirst().size();
    }

    /**
     * Inclusion proof of one chunk, for a verifier who knows the root.
     *
     * @throws IndexOutOfBoundsException if there is no such chunk
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
