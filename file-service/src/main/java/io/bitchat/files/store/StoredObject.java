package io.bitchat.files.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

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

    /**
     * One that is in memory.
     *
     * @param array which it begins in
     * @param count octets that it has
     * @param closed is told once that nobody reads the array any more
     */
    static StoredObject of(byte[] array, int count, Runnable closed) {
        var open = new AtomicBoolean(true);
        return new StoredObject() {
            @Override
            public long length() {
                return count;
            }

            @Override
            public ByteBuffer read(long from, int length, ByteBuffer spare) {
                int at = (int) Math.min(from, count);
                return ByteBuffer.wrap(array, at, Math.min(length, count - at));
            }

            @Override
            public void close() {
                if (open.compareAndSet(true, false)) closed.run();
            }
        };
    }
}
