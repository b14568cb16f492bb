package io.bitchat.files.download;

import io.bitchat.chunks.FileKey;
import io.bitchat.chunks.SealedChunk;
import io.bitchat.files.file.ChunkState;
import io.bitchat.files.file.FileStatus;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.keys.KeyRing;
import io.bitchat.files.store.ByteArrayPool;
import io.bitchat.files.store.ChunkStore;
import io.bitchat.files.store.ObjectMissingException;
import io.bitchat.files.store.ObjectReader;
import io.bitchat.files.store.StoredObject;
import io.bitchat.files.store.Workers;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.problem.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Reads chunks. It gives out only bytes that were authenticated as those sealed for the chunk's hash. */
@ApplicationScoped
public class ChunkReader {
    private final FileTable files;
    private final ChunkStore store;
    private final Workers workers;
    private final KeyRing keys;
    private final Transactions transactions;
    private final InstantSource clock;
    private final Counter damaged;

    ChunkReader(
            FileTable files,
            ChunkStore store,
            Workers workers,
            KeyRing keys,
            Transactions transactions,
            InstantSource clock,
            MeterRegistry metrics) {
        this.files = files;
        this.store = store;
        this.workers = workers;
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
        this.damaged = metrics.counter("bitchat.files.chunks.damaged");
    }

    /** The key that the file's chunks are sealed with. */
    public FileKey keyOf(StoredFile file) {
        return keys.unwrap(file.fileId(), file.key());
    }

    /** Reads a chunk. If it is damaged or missing, records that, so that it can be sent again, and fails with 409. */
    public Uni<byte[]> read(StoredFile file, FileKey key, ChunkState chunk) {
        return attempt(file, key, chunk)
                // a read may fail temporarily: a chunk counts as damaged only if it fails twice
                .chain(bytes -> bytes.isPresent() ? Uni.createFrom().item(bytes) : attempt(file, key, chunk))
                .chain(bytes -> bytes.map(Uni.createFrom()::item).orElseGet(() -> isDamaged(file, chunk)));
    }

    private Uni<Optional<byte[]>> attempt(StoredFile file, FileKey key, ChunkState chunk) {
        return store.get(file.objectOf(chunk.index()), sealedLength(file, chunk))
                .chain(object ->
                        workers.run(() -> SealedChunk.open(key, file.placeOf(chunk.index(), chunk.hash()), object)))
                .onFailure(ObjectMissingException.class)
                .recoverWithItem(Optional.empty());
    }

    private static int sealedLength(StoredFile file, ChunkState chunk) {
        return SealedChunk.sealedLength(file.plan().length(chunk.index()));
    }

    /** Opens a part of a chunk; fails like {@link #read} if it is missing. The caller must close it. */
    Uni<ChunkPieces> open(
            StoredFile file,
            FileKey key,
            ChunkState chunk,
            int from,
            int to,
            ByteArrayPool pool,
            PieceBuffers buffers) {
        int length = file.plan().length(chunk.index());
        var reading = new ObjectReader<ChunkPieces>() {
            @Override
            public ChunkPieces open(StoredObject object) {
                return new StoredPieces(object, opening(), length, from, to, buffers);
            }

            @Override
            public ChunkPieces pass(InputStream object) throws IOException {
                return OpenedPieces.of(object, opening(), length, from, to, pool);
            }

            private SealedChunk.Opening opening() {
                return new SealedChunk.Opening(key, file.placeOf(chunk.index(), chunk.hash()), length);
            }
        };
        return store.read(file.objectOf(chunk.index()), reading)
                .onFailure(ObjectMissingException.class)
                .recoverWithUni(() -> isDamaged(file, chunk));
    }

    /** Whether the whole chunk can be opened, not only the wanted part. Does not change what {@link #next} returns. */
    Uni<Boolean> isWhole(ChunkPieces pieces) {
        return run(pieces, pieces::isWhole);
    }

    /** The next piece; empty if the stored bytes are not those that were sealed. */
    Uni<Optional<Buffer>> next(ChunkPieces pieces) {
        return run(pieces, pieces::next);
    }

    private <T> Uni<T> run(ChunkPieces pieces, Callable<T> work) {
        return pieces.isOpened() ? Uni.createFrom().item(Unchecked.supplier(work::call)) : workers.run(work);
    }

    /** Records a damaged chunk, then fails with 409. */
    <T> Uni<T> isDamaged(StoredFile file, ChunkState chunk) {
        return note(file, chunk).chain(() -> Uni.createFrom().failure(damaged(chunk.index())));
    }

    /** Marks the chunk as damaged and the file as incomplete. */
    private Uni<Void> note(StoredFile file, ChunkState chunk) {
        var now = clock.instant();
        // fails for a deleted file, whose chunks are missing on purpose
        return transactions.run(connection -> files.lock(connection, file.fileId())
                .invoke(() -> tell(file, chunk))
                .chain(current -> files.damaged(connection, chunk, now)
                        // the chunks of a failed upload are being deleted, so its progress does not change
                        .chain(news -> news && current.status() != FileStatus.FAILED
                                ? files.progress(
                                        connection,
                                        current,
                                        current.uploadedChunks() - 1,
                                        FileStatus.UPLOADING,
                                        Optional.empty(),
                                        now)
                                : Uni.createFrom().voidItem())));
    }

    private void tell(StoredFile file, ChunkState chunk) {
        Log.errorf(
                "damaged chunk file=%s chunk=%d object=%s", file.fileId(), chunk.index(), file.objectOf(chunk.index()));
        damaged.increment();
    }

    static Problem damaged(int index) {
        return Problem.conflict(
                "chunk_damaged",
                "the stored bytes of chunk " + index + " are damaged; the uploader can send the chunk again");
    }
}
