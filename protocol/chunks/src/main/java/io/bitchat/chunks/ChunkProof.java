package io.bitchat.chunks;

import java.util.List;

/**
 * Inclusion proof of a chunk in a file (RFC 9162, section 2.1.3).
 *
 * @param index index of the chunk
 * @param size number of chunks of the file
 * @param path hashes of the siblings on the path from the leaf to the root, the leaf's sibling first; at most
 *     {@value #MAX_PATH}
 */
public record ChunkProof(int index, int size, List<ChunkHash> path) {
    /** Height of the tree of the largest file. */
    public static final int MAX_PATH = 20;

    public ChunkProof {
        if (size < 1 || size > ChunkPlan.MAX_CHUNKS)
            throw new IllegalArgumentException("a file of " + size + " chunks");
        if (index < 0 || index >= size) throw new IllegalArgumentException("chunk " + index + " of " + size);
        if (path.size() > MAX_PATH) throw new IllegalArgumentException("a path of " + path.size() + " hashes");
        path = List.copyOf(path);
    }

    /** Whether the root proves that the chunk at this index has this hash. */
    public boolean proves(ChunkHash chunk, ChunkHash root) {
        int at = index;
        int last = size - 1;
        var hash = MerkleTree.leaf(chunk);
        for (var sibling : path) {
            if (last == 0) return false;
            if (isRight(at, last)) {
                hash = MerkleTree.node(sibling, hash);
                // nodes without a sibling are carried up until one is a right child
                while (at % 2 == 0 && at != 0) {
                    at >>= 1;
                    last >>= 1;
                }
            } else {
                hash = MerkleTree.node(hash, sibling);
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    private static boolean isRight(int at, int last) {
        return at % 2 == 1 || at == last;
    }
}
