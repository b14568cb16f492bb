package io.bitchat.files.spool;

import io.bitchat.files.chunk.KeptPiece;
import io.bitchat.files.flow.PieceMemory;
import io.bitchat.files.flow.Turns;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of a file that were read or written last. A piece is read once, however many wait for it, and one piece is
 * read at a time: more would take memory. Thread-safe.
 */
final class PieceCache {
    private final PieceStore store;
    private final PieceMemory.Share memory;
    private final Turns reads = new Turns(1);
    private final Deque<Cached> newest = new ArrayDeque<>();
    private int room;

    private record Cached(int index, byte[] bytes) {}

    /** @param room number of pieces that are kept, at least 1 */
    PieceCache(int room, PieceStore store, PieceMemory.Share memory) {
        this.room = room;
        this.store = store;
        this.memory = memory;
    }

    /** Content of a piece that is in the store. */
    Uni<byte[]> get(KeptPiece piece) {
        var known = find(piece.index());
        return known != null ? Uni.createFrom().item(known) : reads.run(() -> read(piece));
    }

    /** Whoever waited for another reader finds the piece here. */
    private Uni<byte[]> read(KeptPiece piece) {
        var known = find(piece.index());
        return known != null
                ? Uni.createFrom().item(known)
                : store.read(piece).invoke(bytes -> add(piece.index(), bytes));
    }

    private synchronized byte @Nullable [] find(int index) {
        for (var cached : newest) {
            if (cached.index() != index) continue;
            newest.remove(cached);
            newest.addFirst(cached);
            return cached.bytes();
        }
        return null;
    }

    /** Keeps a piece, if there is memory for it. The memory may call {@link #drop}, so no lock is held meanwhile. */
    void add(int index, byte[] bytes) {
        if (!memory.cache(bytes.length)) return;
        synchronized (this) {
            newest.addFirst(new Cached(index, bytes));
        }
        trim();
    }

    /** Changes the number of pieces that are kept. */
    void setRoom(int pieces) {
        synchronized (this) {
            room = pieces;
        }
        trim();
    }

    /** Forgets all pieces; whoever calls it counts the memory. */
    synchronized void drop() {
        newest.clear();
    }

    private void trim() {
        long forgotten = 0;
        synchronized (this) {
            while (newest.size() > room) forgotten += newest.removeLast().bytes().length;
        }
        memory.uncached(forgotten);
    }
}
