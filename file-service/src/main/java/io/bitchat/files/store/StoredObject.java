package io.bitchat.files.store;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An object that is being read; on worker threads, by one at a time. */
public interface StoredObject extends AutoCloseable {
    /** Octets. */
    long length() throws IOException;

    /** Fills what remains of a buffer from a place in the object on; less where the object ends before. */
    void read(ByteBuffer into, long from) throws IOException;

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
            public void read(ByteBuffer into, long from) {
                int at = (int) Math.min(from, octets.length);
                into.put(octets, at, Math.min(into.remaining(), octets.length - at));
            }

            @Override
            public void close() {}
        };
    }
}
