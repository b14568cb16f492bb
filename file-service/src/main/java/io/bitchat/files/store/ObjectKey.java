package io.bitchat.files.store;

import java.util.regex.Pattern;

/**
 * Key of an object: {@code <file id>/chunks/chunk_000000} for a chunk, {@code <file id>/tus/tail_000001} for the
 * beginning of a chunk whose rest is missing, and {@code <file id>/spool/index_000000} for what a running transfer has
 * stored.
 *
 * @param fileId 1-64 of a-z, 0-9, _ and -, no - at the beginning, so that the key is safe as a path; a UUID is one
 * @param number of the chunk or the tail, at least 0
 */
public record ObjectKey(String fileId, Kind kind, int number) {
    /** Kind of an object. */
    public enum Kind {
        CHUNK("chunks/chunk_"),
        TAIL("tus/tail_"),
        INDEX("spool/index_");

        private final String folder;

        Kind(String folder) {
            this.folder = folder;
        }
    }

    private static final Pattern FILE_ID = Pattern.compile("[a-z0-9_][a-z0-9_-]{0,63}");

    public ObjectKey {
        if (!FILE_ID.matcher(fileId).matches()) throw new IllegalArgumentException("not a file id of ours: " + fileId);
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
