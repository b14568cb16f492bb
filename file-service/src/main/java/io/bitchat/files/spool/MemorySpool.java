package io.bitchat.files.spool;

import io.bitchat.files.chunk.KeptPiece;
import io.bitchat.files.spool.SpoolMeter.Tier;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Keeps the messages as they came. A restart loses them. */
final class MemorySpool implements Spool {
    /** What a message takes beside its content: its header and its objects. */
    private static final int OVERHEAD_BYTES = 256;

    private final AtomicReferenceArray<Buffer> messages;
    private final long cost;
    private final Keeping keeping;
    private final SpoolMeter meter;
    private boolean deleted;

    /** The memory is counted before, with {@link #costOf}. */
    MemorySpool(SpooledFile file, PieceStore pieces, SpoolMeter meter) {
        this.messages = new AtomicReferenceArray<>(file.chunking().count());
        this.cost = costOf(file);
        this.keeping = new Keeping(file, pieces);
        this.meter = meter;
    }

    /** Memory in bytes that all chunks of a file take. */
    static long costOf(SpooledFile file) {
        return file.chunking().size() + (long) OVERHEAD_BYTES * file.chunking().count();
    }

    @Override
    public BitSet stored() {
        var stored = new BitSet(messages.length());
        for (int i = 0; i < messages.length(); i++) if (messages.get(i) != null) stored.set(i);
        return stored;
    }

    @Override
    public Uni<Void> put(int index, Buffer message) {
        messages.compareAndSet(index, null, message);
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Buffer> get(int index) {
        var message = messages.get(index);
        return message == null
                ? Uni.createFrom().failure(new ChunkMissingException(index))
                : Uni.createFrom().item(message);
    }

    @Override
    public Uni<List<KeptPiece>> keep() {
        return keeping.keep(this);
    }

    @Override
    public Uni<Void> delete() {
        return close().chain(keeping::deleteUnlessKept);
    }

    @Override
    public Uni<Void> close() {
        for (int i = 0; i < messages.length(); i++) messages.set(i, null);
        giveBack();
        return Uni.createFrom().voidItem();
    }

    private synchronized void giveBack() {
        if (!deleted) meter.add(Tier.MEMORY, -cost);
        deleted = true;
    }
}
