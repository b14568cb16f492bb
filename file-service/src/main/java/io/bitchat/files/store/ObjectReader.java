package io.bitchat.files.store;

import java.io.IOException;
import java.io.InputStream;

/**
 * Makes a result of a stored object; on a thread that may block. The store decides which method it calls. After a
 * temporary failure it may call the method again from the beginning.
 *
 * @param <T> the result
 */
public interface ObjectReader<T> {
    /** Reads an object with random access. It stays open until the user of the result closes it. */
    T open(StoredObject object) throws IOException;

    /**
     * Reads an object from a stream, once; all that is needed must be read now. A truncated stream throws, and does not
     * end.
     */
    T pass(InputStream object) throws IOException;
}
