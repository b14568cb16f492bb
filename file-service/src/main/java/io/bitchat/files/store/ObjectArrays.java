package io.bitchat.files.store;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Arrays that hold one object after the other. A new array is cleared before it is filled, which is a tenth of what the
 * filling costs; and one that lives for a request's time is moved by the collector instead of dying young. Safe for use by
 * several threads.
 */
public final class ObjectArrays {
    private final Queue<byte[]> spare;

    /** @param kept arrays that are kept while nobody uses them, at least 1 */
    public ObjectArrays(int kept) {
        spare = new ArrayBlockingQueue<>(kept);
    }

    /** One with room for so many octets; those of another object may be in it. */
    public byte[] take(int length) {
        for (var array = spare.poll(); array != null; array = spare.poll()) {
            if (array.length >= length) return array;
        }
        return new byte[length];
    }

    /** For the next object; nobody reads it any more. */
    public void giveBack(byte[] array) {
        // beyond those that are kept it is left to the collector
        spare.offer(array);
    }
}
