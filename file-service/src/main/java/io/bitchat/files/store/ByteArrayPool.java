package io.bitchat.files.store;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Pool of arrays for objects and chunks. A new array is zeroed before it is filled, which takes a tenth of the time of
 * filling it. One that lives as long as a request is copied by the garbage collector instead of dying young.
 * Thread-safe.
 */
public final class ByteArrayPool {
    private final Queue<byte[]> spare;
    private final int longest;

    /**
     * @param kept maximum number of unused arrays that are kept, at least 1
     * @param longest maximum length in bytes of an array that is kept
     */
    public ByteArrayPool(int kept, int longest) {
        this.spare = new ArrayBlockingQueue<>(kept);
        this.longest = longest;
    }

    /** An array of this length; it may contain bytes of another object. */
    public byte[] take(int length) {
        var array = spare.poll();
        if (array == null) return new byte[length];
        if (array.length == length) return array;
        // back to the end of the queue: the next request may be for its length again
        spare.offer(array);
        return new byte[length];
    }

    /** Returns an array to the pool. The caller must not use it any more, nor return it again. */
    public void giveBack(byte[] array) {
        if (array.length > longest) return;
        while (!spare.offer(array)) spare.poll();
    }
}
