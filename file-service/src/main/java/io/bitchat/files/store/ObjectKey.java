package io.bitchat.files.store;

/**
 * Key of an object: {@code <file id>/chunks/chunk_000000} for a chunk, and {@code <file id>/tus/tail_000001} for the
 * beginning of a chunk whose rest is missing.
 *
 * @param fileId 1-64 of a-z, 0-9 and _, so that the key is safe as a path
 * @param number of the chunk or the tail, at least 0
 */
public record ObjectKey(String fileId, Kind kind, int number) {
    /** Kind of an object. */
    public enum Kind {
        CHUNK("chunks/chunk_"),
        TAIL("tus/tail_");

        private final String folder;

        Kind(String folder) {
            this.folder = folder;
        }
    }

    public ObjectKey {
        if (!fileId.matches("[a-z0-9_]{1,64}")) throw new IllegalArgumentException("not a file id of ours: " + fileId);
        if (number < 0) throw new IllegalArgumentException(kind + " " + number);
    }

    /** Key of a chunk. */
    public ObjectKey(String fileId, int index) {
        this(fileId, Kind.CHUNK, index);
    }

    @Override
    public String toString() {
        return "%s/%s%06d".formatted(fileId, kind.folder, number);
    }
}
