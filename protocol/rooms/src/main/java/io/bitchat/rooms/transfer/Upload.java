package io.bitchat.rooms.transfer;

import io.bitchat.rooms.Chunking;
import io.bitchat.rooms.IndexRange;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;

/** Chunks on their way from the sender into the spool, and how many more it may send. */
final class Upload {
    /** Ranges of missing chunks that one frame names; the last one then goes to the end of the file. */
    static final int MAX_RANGES = 32;

    private final Chunking chunking;
    private final SendWindow window;
    private final BitSet stored;
    private final BitSet storing = new BitSet();
    private final BitSet doubted;
    private int storedCount;
    private int storingCount;
    private int credits;
    private int prefix;

    /** @param window number of chunks that may be under way at most */
    Upload(Chunking chunking, int window, List<IndexRange> stored, List<IndexRange> doubted) {
        this.chunking = chunking;
        this.window = new SendWindow(window, chunking.chunkSize());
        this.stored = IndexRange.toBitSet(stored).get(0, chunking.count());
        this.doubted = IndexRange.toBitSet(doubted);
        storedCount = this.stored.cardinality();
        prefix = this.stored.nextClearBit(0);
    }

    /** What a chunk is worth. */
    enum Taken {
        NEW,
        REPEATED,
        DAMAGED,
        DAMAGED_AGAIN,
        NO_CREDIT,
        NO_SUCH_CHUNK,
        WRONG_LENGTH
    }

    Taken take(Input.Chunk chunk, Instant now) {
        if (chunk.over() == Input.Way.SOCKET) {
            if (credits == 0) return Taken.NO_CREDIT;
            credits--;
            window.arrived(now);
        }
        if (!chunking.has(chunk.index())) return Taken.NO_SUCH_CHUNK;
        int index = (int) chunk.index();
        if (chunk.length() != chunking.length(index)) return Taken.WRONG_LENGTH;
        if (stored.get(index) || storing.get(index)) return Taken.REPEATED;
        if (!chunk.intact()) return doubt(index);
        storing.set(index);
        storingCount++;
        return Taken.NEW;
    }

    private Taken doubt(int index) {
        if (doubted.get(index)) return Taken.DAMAGED_AGAIN;
        doubted.set(index);
        return Taken.DAMAGED;
    }

    /** The chunk is in the spool. */
    void stored(int index) {
        if (!storing.get(index)) return;
        storing.clear(index);
        stored.set(index);
        storingCount--;
        storedCount++;
        prefix = stored.nextClearBit(prefix);
    }

    /** The chunk did not get into the spool. */
    void dropped(int index) {
        if (!storing.get(index)) return;
        storing.clear(index);
        storingCount--;
    }

    /** Number of chunks in the spool. */
    int storedCount() {
        return storedCount;
    }

    /** Number of chunks in the spool, from the beginning without a gap. */
    int prefix() {
        return prefix;
    }

    /** Whether the sender has brought all chunks. */
    boolean isIn() {
        return missingCount() == 0;
    }

    /** Whether all chunks are in the spool. */
    boolean isStored() {
        return storedCount == chunking.count();
    }

    /** Whether the chunk is in the spool. */
    boolean has(long index) {
        return chunking.has(index) && stored.get((int) index);
    }

    /** Whether the sender may send at least one chunk. */
    boolean hasCredits() {
        return credits > 0;
    }

    /** The connection is another one: what was under way is lost, and nothing is granted on the new one yet. */
    void voidCredits() {
        credits = 0;
        window.restart();
    }

    /**
     * Grants the sender as many credits as the window and the missing chunks allow. Few are held back while it has
     * others, so that not each chunk costs a frame.
     */
    int grant(Instant now) {
        int free = Math.min(window.size() - storingCount, missingCount()) - credits;
        if (free <= 0 || credits > 0 && free < window.size() / 4) return 0;
        credits += free;
        window.granted(free, now);
        return free;
    }

    /** Index of the first chunk that the sender has not brought; the number of chunks if there is none. */
    int firstMissing() {
        return missing().isEmpty() ? chunking.count() : missing().getFirst().first();
    }

    /** What the sender has not brought. */
    List<IndexRange> missing() {
        var missing = new BitSet();
        missing.set(0, chunking.count());
        missing.andNot(stored);
        missing.andNot(storing);
        var ranges = IndexRange.of(missing);
        if (ranges.size() <= MAX_RANGES) return ranges;
        int cut = ranges.get(MAX_RANGES - 1).first();
        missing.set(cut, chunking.count());
        return IndexRange.of(missing);
    }

    List<IndexRange> storedRanges() {
        return IndexRange.of(stored);
    }

    List<IndexRange> doubtedRanges() {
        return IndexRange.of(doubted);
    }

    private int missingCount() {
        return chunking.count() - storedCount - storingCount;
    }
}
