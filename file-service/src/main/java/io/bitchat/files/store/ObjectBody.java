package io.bitchat.files.store;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Content of an object to be stored, produced piece by piece, so that it need not be in memory as a whole. */
public interface ObjectBody {
    /** Total length of the pieces in bytes. */
    int length();

    /** Writes the pieces in order; on a worker thread. May be called again. */
    void writeTo(Pieces out) throws IOException;

    /** Receiver of the pieces. */
    @FunctionalInterface
    interface Pieces {
        /** Consumes all remaining bytes; the caller may reuse the buffer afterwards. */
        void write(ByteBuffer piece) throws IOException;
    }

    /** Content that is in memory. */
    static ObjectBody of(byte[] bytes) {
        return new ObjectBody() {
            @Override
            public int length() {
                return bytes.length;
            }

            @Override
            public void writeTo(Pieces out) throws IOException {
                out.write(ByteBuffer.wrap(bytes));
            }
        };
    }

    /** Writes all pieces to an array, from its beginning. */
    default void writeTo(byte[] array) throws IOException {
        writeTo(ByteBuffer.wrap(array)::put);
    }
}
