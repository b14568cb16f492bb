package io.bitchat.files.store;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An object that is open for reading; on worker threads, one at a time. */
public interface StoredObject extends AutoCloseable {
    /** Length in bytes. */
    long length() throws IOException;

    /**
     * Reads bytes from an offset in the object; fewer if the object ends before.
     *
     * @param spare buffer with room for all of them; its content is overwritten
     * @return {@code spare} with the bytes between position and limit
     */
    ByteBuffer read(long from, int length, ByteBuffer spare) throws IOException;

    /** Does not block for long; idempotent. */
    @Override
    void close();
}
