package io.bitchat.files.store;

import java.io.IOException;
import java.io.InputStream;

/**
 * What makes something of an object; on a thread that may wait. Which of the two is asked is a matter of the store; where the
 * store stumbles, it may be asked again from the beginning.
 *
 * @param <T> what is made of it
 */
public interface ObjectReader<T> {
    /** Of one that can be read from any place, until who asked for it closes it. */
    T open(StoredObject object) throws IOException;

    /** Of one that passes by once: what is wanted of it is read now. An answer that breaks off fails, and does not end. */
    T pass(InputStream object) throws IOException;
}
