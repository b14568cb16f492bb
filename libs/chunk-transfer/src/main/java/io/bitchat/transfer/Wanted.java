package io.bitchat.transfer;

import io.bitchat.chunks.ChunkHash;
import java.util.Optional;

/**
 * What the caller knows of the file; the sources cannot override it.
 *
 * @param root Merkle root; without it the first source that answers is trusted
 * @param manifest the file's manifest; requested from the sources if absent
 */
public record Wanted(Optional<ChunkHash> root, Optional<FileManifest> manifest) {
    /** The manifest is known. */
    public static Wanted known(FileManifest manifest) {
        return new Wanted(Optional.of(manifest.merkleRoot()), Optional.of(manifest));
    }

    /** Only the root is known; the sources give the length and name. */
    public static Wanted ofRoot(ChunkHash root) {
        return new Wanted(Optional.of(root), Optional.empty());
    }

    /** Nothing is known: the first source that answers is trusted, and the others must agree with it. */
    public static Wanted asTheFirstSourceSays() {
        return new Wanted(Optional.empty(), Optional.empty());
    }

    boolean fits(FileManifest told) {
        return root.isEmpty() || root.get().equals(told.merkleRoot());
    }
}
