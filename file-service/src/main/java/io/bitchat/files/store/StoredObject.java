package io.bitchat.files.store;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An object that is being read; on worker threads, by one at a time. */
public interface StoredObject extends AutoCloseable {
    /** Bytes. */
    long length() throws IOException;

    /**
     * Bytes from a place in the object on; fewer where the object ends before.
     *
     * @param spare with room for all of them; what was in it is lost
     * @return {@code spare} with them between position and limit
     */
    ByteBuffer read(long from, int length, ByteBuffer spare) throws IOException;

    /** Does not block for long, and may be called again. */
    @Override
    void close();
}
