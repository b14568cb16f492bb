package io.bitchat.rooms.client;

import io.bitchat.rooms.Chunking;
import io.bitchat.rooms.IndexRange;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalInt;

/**
 * A sender's end of a transfer: it sends what the service says is missing, as far as it has credits. Single-threaded.
 * The caller sends the chunks of {@link #next} in that order, and none of an earlier connection on a later one.
 */
public final class ChunkSender {
    private final Chunking chunking;
    /** Chunks that came damaged; they go before all others. */
    private final ArrayDeque<Integer> again = new ArrayDeque<>();

    private final ArrayDeque<IndexRange> missing = new ArrayDeque<>();
    private int credits;
    private boolean paused;
    /** Whether it knows on this connection what is missing. */
    private boolean told;

    private boolean completed;

    public ChunkSender(Chunking chunking) {
        this.chunking = chunking;
    }

    /** The connection is another one: nothing is sent before the service has said what is missing. */
    public void reconnected() {
        again.clear();
        missing.clear();
        credits = 0;
        paused = false;
        told = false;
        completed = false;
    }

    /**
     * The service gives credits.
     *
     * @param more number of further chunks
     * @param ranges what to send from now on, instead of all that was to be sent before; empty if that has not changed
     */
    public void credit(int more, List<IndexRange> ranges) {
        if (more > 0) paused = false; // none are given while it is paused
        // credits with ranges are the first ones of a connection, which voids those of an earlier one
        if (!ranges.isEmpty()) replace(ranges, more > 0);
        credits = Math.clamp((long) credits + more, 0, chunking.count());
    }

    private void replace(List<IndexRange> ranges, boolean isFirst) {
        if (isFirst) credits = 0;
        told = true;
        completed = false;
        again.clear();
        missing.clear();
        for (var range : ranges) {
            if (range.first() >= chunking.count()) continue;
            missing.add(new IndexRange(range.first(), Math.min(range.last(), chunking.count() - 1)));
        }
    }

    /** The service wants a chunk once more. */
    public void retransmit(long index) {
        if (!chunking.has(index) || again.contains((int) index)) return;
        again.add((int) index);
        completed = false;
    }

    /** The transfer is paused, or goes on. A receiver's pause that leaves others active is none of the transfer. */
    public void pause(boolean paused) {
        this.paused = paused;
    }

    /** Takes the next chunk to send, and pays for it; empty if there is none, or none may be sent. */
    public OptionalInt next() {
        if (!mayGoOn()) return OptionalInt.empty();
        credits--;
        if (!again.isEmpty()) return OptionalInt.of(again.poll());
        var range = missing.pop();
        if (range.first() < range.last()) missing.push(new IndexRange(range.first() + 1, range.last()));
        return OptionalInt.of(range.first());
    }

    /** Whether {@link #next} would return a chunk. */
    public boolean mayGoOn() {
        return !paused && credits > 0 && !isEmpty();
    }

    private boolean isEmpty() {
        return again.isEmpty() && missing.isEmpty();
    }

    /**
     * Whether to say {@code file-share-complete} now, once for each time that everything is sent. If the service could
     * not keep a chunk, it answers with what is missing.
     */
    public boolean completes() {
        if (completed || !isDone()) return false;
        completed = true;
        return true;
    }

    /** Whether everything is sent that the service has said is missing. */
    public boolean isDone() {
        return told && isEmpty();
    }

    /** Whether the transfer is paused, as far as it was told. */
    public boolean isPaused() {
        return paused;
    }
}
