package io.bitchat.backup.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The objects of file-service, by key. */
public interface ObjectStore extends AutoCloseable {
    /** For messages. */
    String name();

    /**
     * Copies an object.
     *
     * @return false if there is none of this key; then nothing was written
     */
    boolean copy(String key, OutputStream out) throws IOException;

    /** Stores an object as a whole, in place of an earlier one. */
    void put(String key, InputStream object) throws IOException;

    @Override
    void close();
}
