package io.bitchat.files.spool;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.chunk.KeptPiece;
import io.bitchat.files.flow.PieceMemory;
import io.bitchat.files.spool.SpoolMeter.Tier;
import io.bitchat.files.store.ChunkStore;
import io.bitchat.files.store.Workers;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Opens the spools of transfers. Small files stay in memory if there is enough of it, larger ones are kept in a folder,
 * and the largest in the chunk store.
 */
@ApplicationScoped
public class Spools {
    private final SpoolConfig config;
    private final int pieceSize;
    private final ChunkStore store;
    private final Workers workers;
    private final SpoolMeter meter;
    private final SpoolFolders folders;
    private final PieceMemory memory;
    /** Bytes of the files whose spools are in the folder. */
    private final AtomicLong folderUsed = new AtomicLong();

    Spools(SpoolConfig config, FilesConfig files, ChunkStore store, Workers workers, MeterRegistry metrics) {
        this.config = config;
        this.pieceSize = files.chunkSize();
        this.store = store;
        this.workers = workers;
        this.meter = new SpoolMeter(metrics);
        this.folders = new SpoolFolders(config.folder());
        this.memory = new PieceMemory(
                Math.max(config.storeMemory(), StoreSpool.MAX_PIECES * (long) pieceSize),
                more -> meter.add(Tier.STORE, more),
                Infrastructure.getDefaultExecutor(),
                System::nanoTime);
    }

    /** What each spool needs. */
    record Parts(Workers workers, PieceStore pieces, PieceMemory memory, SpoolMeter meter) {}

    /**
     * Opens the spool of a transfer; one at a time for each transfer.
     */
    public Uni<Spool> open(SpooledFile file) {
        var parts = new Parts(workers, new PieceStore(file, pieceSize, store, workers), memory, meter);
        return Uni.createFrom()
                .deferred(() ->
                        file.chunking().size() < config.folderBelow() ? openHere(file, parts) : inStore(file, parts))
                .map(spool -> new GuardedSpool(file, spool));
    }

    private Uni<? extends Spool> openHere(SpooledFile file, Parts parts) {
        if (!file.restored()) return whereItFits(file, parts);
        // a small file may be in the folder, if there was too little memory
        return workers.run(() -> folders.exists(file.transfer()))
                .chain(exists -> exists ? inFolder(file, parts) : whereItFits(file, parts));
    }

    private Uni<? extends Spool> whereItFits(SpooledFile file, Parts parts) {
        if (fitsInMemory(file)) return inMemory(file, parts);
        return folderUsed.get() + file.chunking().size() <= config.folderLimit()
                ? inFolder(file, parts)
                : inStore(file, parts);
    }

    private static Uni<? extends Spool> inStore(SpooledFile file, Parts parts) {
        return StoreSpool.open(file, parts);
    }

    /** Whether there is memory for a small file, which is then taken. */
    private boolean fitsInMemory(SpooledFile file) {
        return file.chunking().size() < config.memoryBelow()
                && meter.take(Tier.MEMORY, MemorySpool.costOf(file), config.memory());
    }

    private static Uni<Spool> inMemory(SpooledFile file, Parts parts) {
        return Uni.createFrom().item(new MemorySpool(file, parts.pieces(), parts.meter()));
    }

    private Uni<Spool> inFolder(SpooledFile file, Parts parts) {
        long size = file.chunking().size();
        folderUsed.addAndGet(size);
        return workers.run(() -> FolderSpool.open(file, folders, parts))
                .onFailure()
                .invoke(() -> folderUsed.addAndGet(-size))
                .map(spool -> new CountedSpool(spool, () -> folderUsed.addAndGet(-size)));
    }

    /**
     * Deletes everything of a transfer whose spool is not open here, wherever it is. Also what {@link Spool#keep} has
     * made, so it is not for a transfer whose file was kept.
     */
    public Uni<Void> discard(SpooledFile file) {
        return workers.<@Nullable Void>run(() -> {
                    folders.delete(file.transfer());
                    return null;
                })
                .chain(new PieceStore(file, pieceSize, store, workers)::deleteAll);
    }

    /**
     * Deletes the folders of transfers that do not run. Those that another service on this machine has open stay.
     *
     * @return their number
     */
    public Uni<Integer> tidy(Predicate<UUID> isRunning) {
        return workers.run(() -> folders.tidy(isRunning))
                .invoke(deleted -> deleted.forEach(transfer -> Log.infof("spool tidied away transfer=%s", transfer)))
                .map(List::size);
    }

    /** A spool that gives back its share of a limited room once it is deleted. */
    private static final class CountedSpool implements Spool {
        private final Spool spool;
        private final Runnable giveBack;
        private final AtomicBoolean given = new AtomicBoolean();

        CountedSpool(Spool spool, Runnable giveBack) {
            this.spool = spool;
            this.giveBack = giveBack;
        }

        @Override
        public BitSet stored() {
            return spool.stored();
        }

        @Override
        public Uni<Void> put(int index, Buffer message) {
            return spool.put(index, message);
        }

        @Override
        public Uni<Buffer> get(int index) {
            return spool.get(index);
        }

        @Override
        public Uni<List<KeptPiece>> keep() {
            return spool.keep();
        }

        @Override
        public Uni<Void> delete() {
            return spool.delete().onTermination().invoke(this::giveBackOnce);
        }

        @Override
        public Uni<Void> close() {
            return spool.close().onTermination().invoke(this::giveBackOnce);
        }

        private void giveBackOnce() {
            if (given.compareAndSet(false, true)) giveBack.run();
        }
    }
}
