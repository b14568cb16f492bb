package io.bitchat.rooms.client;

import io.bitchat.rooms.Chunking;
import java.util.Optional;

/**
 * A receiver's end of a transfer: it takes chunks in order, confirms what is written, and gives credits for as many
 * chunks as it has room for. Single-threaded.
 */
public final class ChunkReceiver {
    private static final int PARTS_OF_WINDOW = 4;

    private final Chunking chunking;
    private final int window;
    /** Number of chunks that came in order. */
    private int taken;
    /** Number of those that are written. */
    private int written;
    /** Credits that the service has and has not used. */
    private int credits;
    /** What the service was told last. */
    private int confirmed;
    /** Whether the service knows on this connection what is here. */
    private boolean synced;
    /** Index of the chunk that was asked for again and has not come yet; -1 if there is none. */
    private int awaited = -1;

    /**
     * @param window number of chunks that may be under way, at most the service's window
     * @param has number of chunks that an earlier run has written
     */
    public ChunkReceiver(Chunking chunking, int window, int has) {
        if (window < 1 || has < 0 || has > chunking.count()) {
            throw new IllegalArgumentException("a window of " + window + ", " + has + " chunks");
        }
        this.chunking = chunking;
        this.window = window;
        taken = has;
        written = has;
    }

    /**
     * What to send as {@code file-share-credit}.
     *
     * @param credits number of further chunks that it has room for
     * @param confirmed number of chunks that it has, from the beginning without a gap
     */
    public record Credit(int credits, int confirmed) {}

    /** What to do with a chunk that came. */
    public enum Arrival {
        /** It is the next one: write it, and say so with {@link #written}. */
        WRITE,
        /** It is of no use: forget it. */
        IGNORE,
        /** Send {@code file-share-retransmit} for the chunk {@link #awaited}. */
        ASK_AGAIN
    }

    /** The connection is another one: nothing is expected before {@link #begin}. */
    public void reconnected() {
        synced = false;
        credits = 0;
    }

    /** The answer to the first {@code file-share-resume} or {@code -pause} of a connection, or what follows an accept. */
    public Credit begin() {
        synced = true;
        awaited = -1;
        // what is not written yet comes again
        taken = written;
        credits = window;
        confirmed = written;
        return new Credit(credits, confirmed);
    }

    /** Whether {@link #begin} was called on this connection. */
    public boolean hasBegun() {
        return synced;
    }

    /** @param intact whether the bytes have the SHA-256 that came with them */
    public Arrival arrive(long index, int length, boolean intact) {
        if (!synced) return Arrival.IGNORE;
        credits = Math.max(0, credits - 1);
        if (index < taken || !chunking.has(index)) return Arrival.IGNORE;
        if (index > taken) {
            if (awaited == taken) return Arrival.IGNORE;
            awaited = taken;
            return Arrival.ASK_AGAIN;
        }
        if (!intact || length != chunking.length(taken)) {
            awaited = taken;
            return Arrival.ASK_AGAIN;
        }
        awaited = -1;
        taken++;
        return Arrival.WRITE;
    }

    /** The chunk that was asked for again and has not come; -1 if there is none. */
    public int awaited() {
        return awaited;
    }

    /** A chunk was written. Those of an earlier connection count as well. */
    public void written(int index) {
        if (index != written) return;
        written++;
        taken = Math.max(taken, written);
    }

    /** What to tell the service now; empty if that can wait, so that not each chunk costs a frame. */
    public Optional<Credit> credit() {
        boolean isEnough = room() >= Math.max(1, window / PARTS_OF_WINDOW);
        return isEnough || isComplete() ? rest() : Optional.empty();
    }

    /** The same, however little it is. To be called every few seconds: silence would count as absence. */
    public Optional<Credit> rest() {
        if (!synced || room() == 0 && written == confirmed) return Optional.empty();
        int more = room();
        credits += more;
        confirmed = written;
        return Optional.of(new Credit(more, confirmed));
    }

    private int room() {
        return Math.max(0, window - credits - (taken - written));
    }

    /** Number of chunks that are written. */
    public int has() {
        return written;
    }

    public boolean isComplete() {
        return written == chunking.count();
    }
}
