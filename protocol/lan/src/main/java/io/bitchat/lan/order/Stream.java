package io.bitchat.lan.order;

import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lines of one sender, in the order of their numbers: a line waits until all before it are there. */
final class Stream {
    static final int MAX_WAITING = 512;
    static final long NEVER = Long.MAX_VALUE;

    private final TreeMap<Long, Line> waiting = new TreeMap<>();
    private long head;
    private long waitingBytes;

    /** Highest number of which anybody spoke. */
    long known;

    /** Neighbour that has the lines; null if it is not known which. */
    @Nullable
    PeerId holder;

    /** When the missing lines are asked for. */
    long wantAt = NEVER;

    int asked;

    /** Since when a line waits; {@link #NEVER} if none does. */
    long waitingSince = NEVER;

    /** Number of the last line before the first missing one. */
    long head() {
        return head;
    }

    boolean has(long sequence) {
        return sequence <= head || waiting.containsKey(sequence);
    }

    /** About the bytes of the lines that wait. */
    long waitingBytes() {
        return waitingBytes;
    }

    boolean isFull() {
        return waiting.size() >= MAX_WAITING;
    }

    /** Adds a line that is not there, and returns those that need not wait any more. */
    List<Line> add(Line line, long now) {
        known = Math.max(known, line.sequence());
        waiting.put(line.sequence(), line);
        waitingBytes += Transcript.size(line);
        if (waitingSince == NEVER) waitingSince = now;
        return ready(now);
    }

    private List<Line> ready(long now) {
        var ready = new ArrayList<Line>(1);
        for (var next = waiting.remove(head + 1); next != null; next = waiting.remove(head + 1)) {
            ready.add(next);
            waitingBytes -= Transcript.size(next);
            head++;
        }
        if (waiting.isEmpty()) waitingSince = NEVER;
        else if (!ready.isEmpty()) waitingSince = now;
        if (!ready.isEmpty()) asked = 0;
        return ready;
    }

    /** Last number that is missing before the next line that is there, or before the end; {@link #head} if none is. */
    long missingUpTo() {
        return waiting.isEmpty() ? known : waiting.firstKey() - 1;
    }

    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** Gives up what is missing, up to the next line that is there. */
    List<Line> skip(long now) {
        head = missingUpTo();
        return ready(now);
    }

    /** Counts an own line. */
    void next() {
        known = ++head;
    }
}
