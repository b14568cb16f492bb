package io.bitchat.backup;

/**
 * An object of the chunk store that a row names. Keys are those of file-service.
 *
 * @param kind {@code chunk} or {@code tail}
 */
record StoredObject(String fileId, String kind, int number) {
    private static final String CHUNK = "chunk";

    /** Reads a line of the snapshot, with fields separated by tabs. */
    static StoredObject of(String line) {
        var fields = line.split("\t", -1);
        return new StoredObject(fields[0], fields[1], Integer.parseInt(fields[2]));
    }

    boolean isChunk() {
        return kind.equals(CHUNK);
    }

    String key() {
        var folder = isChunk() ? "chunks/chunk_" : "tus/tail_";
        return "%s/%s%06d".formatted(fileId, folder, number);
    }
}
