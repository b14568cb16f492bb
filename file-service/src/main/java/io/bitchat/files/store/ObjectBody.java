package io.bitchat.files.store;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What is to be stored, made piece by piece, so that it need not be in memory as a whole. */
public interface ObjectBody {
    /** Bytes of all pieces. */
    int length();

    /** Makes the pieces in their order; on a worker thread. May be asked for again. */
    void writeTo(Pieces out) throws IOException;

    /** Where pieces go. */
    @FunctionalInterface
    interface Pieces {
        /** Takes all that remains; the buffer may be used again afterwards. */
        void write(ByteBuffer piece) throws IOException;
    }

    /** One that is in memory. */
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

    /** Makes all of it in an array, from its beginning. */
    default void writeTo(byte[] array) throws IOException {
        writeTo(ByteBuffer.wrap(array)::put);
    }
}
