package io.bitchat.files.spool;

import io.bitchat.files.flow.Turns;
import io.bitchat.files.spool.SpoolMeter.Tier;
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
    private final SpoolMeter meter;
    private final Turns reads = new Turns(1);
    private final Deque<Cached> newest = new ArrayDeque<>();
    private int room;

    private record Cached(int index, byte[] bytes) {}

    /** @param room number of pieces that are kept, at least 1 */
    PieceCache(int room, PieceStore store, SpoolMeter meter) {
        this.room = room;
        this.store = store;
        this.meter = meter;
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

    synchronized void add(int index, byte[] bytes) {
        newest.addFirst(new Cached(index, bytes));
        meter.add(Tier.STORE, bytes.length);
        trim();
    }

    /** Changes the number of pieces that are kept. */
    synchronized void setRoom(int pieces) {
        room = pieces;
        trim();
    }

    private void trim() {
        while (newest.size() > room) meter.add(Tier.STORE, -newest.removeLast().bytes().length);
    }
}
