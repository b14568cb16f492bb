package io.bitchat.transfer;

import io.bitchat.chunks.ChunkHash;
import java.util.Optional;

/**
 * What the caller knows of the file, and so what is not taken from sources.
 *
 * @param root without it the first source that answers is believed
 * @param manifest asked from the sources where it is not given
 */
public record Wanted(Optional<ChunkHash> root, Optional<FileManifest> manifest) {
    /** All of it is known. */
    public static Wanted known(FileManifest manifest) {
        return new Wanted(Optional.of(manifest.merkleRoot()), Optional.of(manifest));
    }

    /** The file with this root; how long it is and what it is called the sources say. */
    public static Wanted ofRoot(ChunkHash root) {
        return new Wanted(Optional.of(root), Optional.empty());
    }

    /** Whatever the first source that answers says; the others are measured by it. */
    public static Wanted asTheFirstSourceSays() {
        return new Wanted(Optional.empty(), Optional.empty());
    }

    boolean fits(FileManifest told) {
        return root.isEmpty() || root.get().equals(told.merkleRoot());
    }
}
