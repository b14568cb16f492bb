package io.bitchat.files.store;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Arrays that hold one object or chunk after the other. A new array is cleared before it is filled, which is a tenth of what
 * the filling costs; and one that lives for a request's time is moved by the collector instead of dying young. Safe for use
 * by several threads.
 */
public final class ByteArrayPool {
    private final Queue<byte[]> spare;
    private final int longest;

    /**
     * @param kept arrays that are kept while nobody uses them, at least 1
     * @param longest bytes; no longer array is kept
     */
    public ByteArrayPool(int kept, int longest) {
        this.spare = new ArrayBlockingQueue<>(kept);
        this.longest = longest;
    }

    /** One of this length; bytes of another object may be in it. */
    public byte[] take(int length) {
        var array = spare.poll();
        if (array == null) return new byte[length];
        if (array.length == length) return array;
        // to the end: the next that is asked for may be of its length again
        spare.offer(array);
        return new byte[length];
    }

    /** For the next object; nobody reads it any more, and nobody does so again. */
    public void giveBack(byte[] array) {
        if (array.length > longest) return;
        while (!spare.offer(array)) spare.poll();
    }
}
