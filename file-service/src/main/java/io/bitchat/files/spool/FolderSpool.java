package io.bitchat.files.spool;

import io.bitchat.files.chunk.KeptPiece;
import io.bitchat.files.spool.Spools.Parts;
import io.bitchat.files.store.StoreFullException;
import io.bitchat.files.store.Workers;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the chunks in a {@link SlotFile}. Nothing is synced to disk: the file outlives this process, and if the machine
 * fails the slots that were not written do not open.
 */
final class FolderSpool implements Spool {
    private final SpooledFile file;
    private final SpoolFolders folders;
    private final SlotFile slots;
    private final Workers workers;
    private final Keeping keeping;
    private final RecentMessages recent;
    private final BitSet stored;
    private final BitSet writing = new BitSet();

    private FolderSpool(SpooledFile file, SpoolFolders folders, SlotFile slots, BitSet stored, Parts parts) {
        this.file = file;
        this.folders = folders;
        this.slots = slots;
        this.stored = stored;
        this.workers = parts.workers();
        this.keeping = new Keeping(file, parts.pieces());
        this.recent = new RecentMessages(parts.meter());
    }

    /** Opens the folder of a transfer and reads what it has. Blocks. */
    static FolderSpool open(SpooledFile file, SpoolFolders folders, Parts parts) throws IOException {
        if (!file.restored()) folders.delete(file.transfer());
        boolean isNew = !folders.exists(file.transfer());
        var slots = new SlotFile(file, folders.open(file.transfer()));
        if (isNew) parts.meter().fileMade();
        try {
            return new FolderSpool(file, folders, slots, slots.scan(), parts);
        } catch (IOException e) {
            slots.close();
            folders.closed(file.transfer());
            throw e;
        }
    }

    @Override
    public BitSet stored() {
        synchronized (stored) {
            return (BitSet) stored.clone();
        }
    }

    @Override
    public Uni<Void> put(int index, Buffer message) {
        if (!begin(index)) return Uni.createFrom().voidItem();
        return workers.run(() -> write(index, message)).onTermination().invoke((_, failure, _) -> end(index, failure));
    }

    private boolean begin(int index) {
        synchronized (stored) {
            if (stored.get(index)) return false;
            if (writing.get(index)) throw new IllegalStateException("chunk " + index + " is being written");
            writing.set(index);
            return true;
        }
    }

    private void end(int index, @Nullable Throwable failure) {
        synchronized (stored) {
            writing.clear(index);
            stored.set(index, failure == null);
        }
    }

    private @Nullable Void write(int index, Buffer message) throws IOException {
        try {
            slots.write(index, message);
        } catch (IOException e) {
            if (folders.isFullFor(slots.slotSize())) throw new StoreFullException(e);
            throw e;
        }
        recent.add(index, message);
        return null;
    }

    @Override
    public Uni<Buffer> get(int index) {
        var message = recent.get(index);
        if (message != null) return Uni.createFrom().item(message);
        synchronized (stored) {
            if (!stored.get(index)) return Uni.createFrom().failure(new ChunkMissingException(index));
        }
        return workers.run(() -> slots.read(index).orElseThrow(() -> damaged(index)));
    }

    /** The chunk may then be put again. */
    private ChunkMissingException damaged(int index) {
        synchronized (stored) {
            stored.clear(index);
        }
        return new ChunkMissingException(index);
    }

    @Override
    public Uni<List<KeptPiece>> keep() {
        return keeping.keep(this);
    }

    @Override
    public Uni<Void> close() {
        recent.clear();
        return workers.<@Nullable Void>run(() -> {
            slots.close();
            folders.closed(file.transfer());
            return null;
        });
    }

    @Override
    public Uni<Void> delete() {
        recent.clear();
        return workers.<@Nullable Void>run(() -> {
                    slots.close();
                    folders.delete(file.transfer());
                    return null;
                })
                .chain(keeping::deleteUnlessKept);
    }
}
