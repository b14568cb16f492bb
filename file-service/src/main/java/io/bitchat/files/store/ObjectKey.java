package io.bitchat.files.store;

/**
 * Names the object of a chunk: {@code <file id>/chunks/chunk_000000}.
 *
 * @param fileId as this service made it; never what a client sent
 * @param index of the chunk, at least 0
 */
public record ObjectKey(String fileId, int index) {
    public ObjectKey {
        if (!fileId.matches("[a-z0-9_]{1,64}")) throw new IllegalArgumentException("not a file id of ours: " + fileId);
        if (index < 0) throw new IllegalArgumentException("chunk " + index);
    }

    @Override
    public String toString() {
        return "%s/chunks/chunk_%06d".formatted(fileId, index);
    }
}
