package io.bitchat.chunks;

/**
 * How a file is cut: chunks of one size, the last one as long as what is left.
 *
 * @param fileSize bytes, at least 1
 * @param chunkSize bytes of all chunks but the last, 1 to {@value #MAX_CHUNK_SIZE}
 */
public record ChunkPlan(long fileSize, int chunkSize) {
    /** Bytes of the longest chunk: what one request can be asked to keep in memory. */
    public static final int MAX_CHUNK_SIZE = 16 << 20;

    /** Chunks of a file at most: what one list of their states can be asked to hold. */
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

    /** How many chunks there are. */
    public int count() {
        return (int) ((fileSize - 1) / chunkSize) + 1;
    }

    /** Whether there is a chunk of this index. */
    public boolean has(int index) {
        return index >= 0 && index < count();
    }

    /**
     * Where a chunk begins in the file.
     *
     * @throws IndexOutOfBoundsException where there is no such chunk
     */
    public long offset(int index) {
        if (!has(index)) throw new IndexOutOfBoundsException("chunk " + index + " of " + count());
        return (long) index * chunkSize;
    }

    /**
     * Bytes of a chunk.
     *
     * @throws IndexOutOfBoundsException where there is no such chunk
     */
    public int length(int index) {
        return (int) Math.min(chunkSize, fileSize - offset(index));
    }

    /**
     * The chunk that a byte of the file is in.
     *
     * @throws IndexOutOfBoundsException where the file is shorter
     */
    public int indexAt(long position) {
        if (position < 0 || position >= fileSize) {
            throw new IndexOutOfBoundsException("byte " + position + " of " + fileSize);
        }
        return (int) (position / chunkSize);
    }
}
