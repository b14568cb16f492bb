package io.bitchat.files.tus.body;

import io.bitchat.chunks.SealedChunk;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.keys.KeyRing;
import io.bitchat.files.store.ChunkStore;
import io.bitchat.files.store.ObjectKey;
import io.bitchat.files.store.ObjectMissingException;
import io.bitchat.files.store.StoreFullException;
import io.bitchat.files.store.Workers;
import io.bitchat.files.tus.TusTable;
import io.bitchat.files.tus.TusTable.TailKey;
import io.bitchat.files.tus.TusUpload;
import io.bitchat.files.tus.UploadLocks;
import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Keeps the beginning of a chunk whose rest is missing (a tail) as an object of its own, sealed for its place. A row is
 * inserted before the object is written, and marked as stored afterwards.
 */
@ApplicationScoped
public class PartialChunks {
    private final TusTable table;
    private final ChunkStore store;
    private final KeyRing keys;
    private final Workers workers;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    PartialChunks(TusTable table, ChunkStore store, KeyRing keys, Workers workers, InstantSource clock) {
        this.table = table;
        this.store = store;
        this.keys = keys;
        this.workers = workers;
        this.clock = clock;
    }

    /** Reads the tail of the next chunk. If it cannot be read, deletes it and fails with 409. */
    Uni<byte[]> read(TusUpload upload) {
        if (upload.tail().isEmpty()) return Uni.createFrom().item(new byte[0]);
        var tail = upload.tail().get();
        var file = upload.file();
        var key = new ObjectKey(file.fileId(), ObjectKey.Kind.TAIL, tail.number());
        return store.get(key, SealedChunk.sealedLength(tail.size()))
                .chain(object -> workers.run(() -> SealedChunk.open(
                                keys.unwrap(file.fileId(), file.key()),
                                place(file, tail.number(), upload.chunks()),
                                object)
                        .filter(bytes -> bytes.length == tail.size())))
                .onFailure(ObjectMissingException.class)
                .recoverWithItem(Optional.empty())
                .chain(bytes -> bytes.map(Uni.createFrom()::item)
                        .orElseGet(() -> delete(new TailKey(file.fileId(), tail.number()))
                                .chain(() -> Uni.createFrom().failure(damaged()))));
    }

    /** Stores bytes as a tail; fails with 423 if another request writes to the upload by now. */
    Uni<Void> keep(TusUpload upload, int epoch, int index, byte[] bytes) {
        if (bytes.length == 0) return Uni.createFrom().voidItem();
        var file = upload.file();
        return table.draftTail(file.fileId(), epoch, index, bytes.length, clock.instant())
                .invoke(PartialChunks::requireMine)
                .chain(() -> workers.run(() -> SealedChunk.seal(
                        keys.unwrap(file.fileId(), file.key()), place(file, epoch, index), bytes, random)))
                .chain(object -> put(new ObjectKey(file.fileId(), ObjectKey.Kind.TAIL, epoch), object))
                .chain(() -> table.keepTail(file.fileId(), epoch, clock.instant()))
                .invoke(PartialChunks::requireMine)
                .replaceWithVoid();
    }

    private static void requireMine(boolean mine) {
        if (!mine) throw UploadLocks.takenOver();
    }

    private Uni<Void> put(ObjectKey key, byte[] object) {
        return store.put(key, object).onFailure(StoreFullException.class).transform(full -> ((StoreFullException) full)
                .problem());
    }

    public Uni<Void> delete(TailKey tail) {
        return store.delete(new ObjectKey(tail.fileId(), ObjectKey.Kind.TAIL, tail.number()))
                .chain(() -> table.forgetTail(tail));
    }

    /** Never equals the place of a chunk, because no file id contains a slash. */
    private static SealedChunk.Place place(StoredFile file, int number, int index) {
        return new SealedChunk.Place(
                file.fileId() + "/tail/" + number, index, file.plan().count());
    }

    private static Problem damaged() {
        return Problem.conflict(
                "tail_damaged", "the latest stored bytes cannot be read; ask for the offset and resume there");
    }
}
