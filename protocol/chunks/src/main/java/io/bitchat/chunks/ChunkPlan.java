package io.bitchat.chunks;

/**
 * Division of a file into chunks of one size; the last one holds the rest.
 *
 * @param fileSize size of the file in bytes, at least 1
 * @param chunkSize size of all chunks but the last in bytes, 1 to {@value #MAX_CHUNK_SIZE}
 */
public record ChunkPlan(long fileSize, int chunkSize) {
    /** Maximum size of a chunk in bytes; bounds the memory of one request. */
    public static final int MAX_CHUNK_SIZE = 16 << 20;

    /** Maximum number of chunks of a file; bounds a list of their states. */
    public static final int MAX_CHUNKS = 1 << 20;

    public ChunkPlan {
        if (fileSize < 1) throw new IllegalArgumentException("a file of " + fileSize + " bytes has no chunks");
        if (chunkSize < 1 || chunkSize > MAX_CHUNK_SIZE) {
            throw new IllegalArgumentException("a chunk of " + chunkSize + " bytes is not 1 to " + MAX_CHUNK_SIZE);
        }
        if ((fileSize - 1) / chunkSize >= MAX_CHUNKS) {
            throw new IllegalArgumentException(fileSize + " bytes are more than " + MAX_CHUNKS + " chunks");
        }
    }

    /** Number of chunks. */
    public int count() {
        return (int) ((fileSize - 1) / chunkSize) + 1;
    }

    /** Whether there is a chunk with this index. */
    public boolean has(int index) {
        return index >= 0 && index < count();
    }

    /**
     * Offset of a chunk in the file, in bytes.
     *
     * @throws IndexOutOfBoundsException if there is no such chunk
     */
    public long offset(int index) {
        if (!has(index)) throw new IndexOutOfBoundsException("chunk " + index + " of " + count());
        return (long) index * chunkSize;
    }

    /**
     * Size of a chunk in bytes.
     *
     * @throws IndexOutOfBoundsException if there is no such chunk
     */
    public int length(int index) {
        return (int) Math.min(chunkSize, fileSize - offset(index));
    }

    /**
     * Index of the chunk that holds a byte of the file.
     *
     * @throws IndexOutOfBoundsException if the file is shorter
     */
    public int indexAt(long position) {
        if (position < 0 || position >= fileSize) {
            throw new IndexOutOfBoundsException("byte " + position + " of " + fileSize);
        }
        return (int) (position / chunkSize);
    }
}
