package io.bitchat.chunks;

import java.util.List;

/**
 * Proves that a chunk is in a file (an inclusion proof, RFC 9162, section 2.1.3).
 *
 * @param index of the chunk
 * @param size chunks of the file
 * @param path hashes beside the way from the leaf to the root, the leaf's sibling first; at most {@value #MAX_PATH}
 */
public record ChunkProof(int index, int size, List<ChunkHash> path) {
    /** Levels of the tree of the largest file. */
    public static final int MAX_PATH = 20;

    public ChunkProof {
        if (size < 1 || size > ChunkPlan.MAX_CHUNKS)
            throw new IllegalArgumentException("a file of " + size + " chunks");
        if (index < 0 || index >= size) throw new IllegalArgumentException("chunk " + index + " of " + size);
        if (path.size() > MAX_PATH) throw new IllegalArgumentException("a path of " + path.size() + " hashes");
        path = List.copyOf(path);
    }

    /** Whether a chunk with this hash is what the root says is in its place. */
    public boolean proves(ChunkHash chunk, ChunkHash root) {
        int at = index;
        int last = size - 1;
        var hash = MerkleTree.leaf(chunk);
        for (var sibling : path) {
            if (last == 0) return false;
            if (isRight(at, last)) {
                hash = MerkleTree.node(sibling, hash);
                // carried up without a sibling until it is a right one
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
