package io.bitchat.files.store;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An object that is being read; on worker threads, by one at a time. */
public interface StoredObject extends AutoCloseable {
    /** Octets. */
    long length() throws IOException;

    /**
     * Octets from a place in the object on, in {@code spare}, or where they lie anyway; fewer where the object ends before.
     *
     * @param spare with room for all of them; what was in it is lost
     * @return a buffer with them between position and limit, which nobody writes to
     */
    ByteBuffer read(long from, int length, ByteBuffer spare) throws IOException;

    /** Does not block for long, and may be called again. */
    @Override
    void close();

    /** One that is in memory. */
    static StoredObject of(byte[] octets) {
        return new StoredObject() {
            @Override
            public long length() {
                return octets.length;
            }

            @Override
            public ByteBuffer read(long from, int length, ByteBuffer spare) {
                int at = (int) Math.min(from, octets.length);
                return ByteBuffer.wrap(octets, at, Math.min(length, octets.length - at));
            }

            @Override
            public void close() {}
        };
    }
}
