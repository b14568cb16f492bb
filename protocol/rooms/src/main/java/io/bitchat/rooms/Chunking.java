package io.bitchat.rooms;

/**
 * Division of a file into chunks of one size; the last one holds the rest. An empty file has no chunks.
 *
 * @param size size of the file in bytes, at least 0
 * @param chunkSize size of all chunks but the last in bytes, 1 to {@value #MAX_CHUNK_SIZE}
 */
public record Chunking(long size, int chunkSize) {
    public static final int DEFAULT_CHUNK_SIZE = 64 * 1024;

    /** Maximum size of a chunk in bytes; bounds the memory of one frame. */
    public static final int MAX_CHUNK_SIZE = 1 << 20;

    /** Maximum number of chunks of a file; bounds a list of their states. */
    public static final int MAX_CHUNKS = 1 << 20;

    /** @throws IllegalArgumentException if a number is out of range; {@link #isPossible} tells before */
    public Chunking {
        if (!isPossible(size, chunkSize))
            throw new IllegalArgumentException(size + " bytes in chunks of " + chunkSize + " bytes");
    }

    /** Whether a file of this size can be divided into chunks of this size. */
    public static boolean isPossible(long size, int chunkSize) {
        return size >= 0
                && chunkSize >= 1
                && chunkSize <= MAX_CHUNK_SIZE
                && (size == 0 || (size - 1) / chunkSize < MAX_CHUNKS);
    }

    /** Number of chunks. */
    public int count() {
        return size == 0 ? 0 : (int) ((size - 1) / chunkSize) + 1;
    }

    /** Whether there is a chunk with this index. */
    public boolean has(long index) {
        return index >= 0 && index < count();
    }

    /**
     * Size of a chunk in bytes.
     *
     * @throws IndexOutOfBoundsException if there is no such chunk
     */
    public int length(int index) {
        return (int) Math.min(chunkSize, size - offset(index));
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

    /** Number of bytes in the first so many chunks. */
    public long bytes(int chunks) {
        return Math.min(size, (long) chunks * chunkSize);
    }
}
