package io.bitchat.files.store;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Arrays that the objects of one reader come into again and again. A new array is cleared before anything is received into
 * it, which is a tenth of what the receiving costs. There are as many as the reader has objects open at a time. Safe for use
 * by several threads.
 */
public final class ObjectArrays {
    private final Queue<byte[]> spare = new ConcurrentLinkedQueue<>();

    /** One with room for so many octets; those of another object may be in it. */
    byte[] take(int length) {
        for (var array = spare.poll(); array != null; array = spare.poll()) {
            if (array.length >= length) return array;
        }
        return new byte[length];
    }

    /** For the next object; nobody reads it any more. */
    void giveBack(byte[] array) {
        spare.add(array);
    }
}
