package io.bitchat.files.spool;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.ChunkPlan;
import io.bitchat.chunks.SealedChunk;
import io.bitchat.crypto.Bytes;
import io.bitchat.files.chunk.KeptPiece;
import io.bitchat.files.chunk.SealedBody;
import io.bitchat.files.store.ChunkStore;
import io.bitchat.files.store.ObjectKey;
import io.bitchat.files.store.ObjectMissingException;
import io.bitchat.files.store.StoreFullException;
import io.bitchat.files.store.Workers;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The pieces of one file in the chunk store, cut, sealed and named as the file API does it with chunks. A piece can only
 * be opened by who knows its hash, so those of a running transfer have an index: an object with the hashes.
 *
 * <pre>
 * index   size of a piece as 32 bits, then for each piece its hash, or 32 zero bytes if it is not stored; sealed
 * </pre>
 */
final class PieceStore {
    private static final int RETRIES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final double JITTER = 0.5;
    private static final int DELETED_AT_ONCE = 8;
    private static final ChunkHash NONE = new ChunkHash(Bytes.copyOf(new byte[ChunkHash.BYTES]));

    private final SpooledFile file;
    private final int pieceSize;
    private final ChunkStore store;
    private final Workers workers;
    private final SecureRandom random = new SecureRandom();

    /** @param pieceSize size of all pieces but the last in bytes */
    PieceStore(SpooledFile file, int pieceSize, ChunkStore store, Workers workers) {
        this.file = file;
        this.pieceSize = pieceSize;
        this.store = store;
        this.workers = workers;
    }

    /** Number of pieces; 0 if the file is empty. */
    int count() {
        return file.chunking().size() == 0 ? 0 : plan().count();
    }

    /** Division into pieces; not for an empty file. */
    ChunkPlan plan() {
        return new ChunkPlan(file.chunking().size(), pieceSize);
    }

    /** Stores a piece; tries again if the store is away for a moment. */
    Uni<KeptPiece> write(int index, byte[] bytes) {
        return workers.run(() -> ChunkHash.of(bytes)).chain(hash -> {
            var body = new SealedBody(file.key(), place(index, hash), bytes, random);
            return store.put(new ObjectKey(file.fileId(), index), body)
                    .onFailure(failure -> !(failure instanceof StoreFullException))
                    .retry()
                    .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                    .withJitter(JITTER)
                    .atMost(RETRIES)
                    .replaceWith(new KeptPiece(index, hash, bytes.length));
        });
    }

    /** Reads a piece; fails with {@link ObjectMissingException}, or an {@link IOException} if it is damaged. */
    Uni<byte[]> read(KeptPiece piece) {
        return store.get(new ObjectKey(file.fileId(), piece.index()), SealedChunk.sealedLength(piece.size()))
                .chain(object ->
                        workers.run(() -> SealedChunk.open(file.key(), place(piece.index(), piece.hash()), object)
                                .orElseThrow(() -> new IOException(
                                        "piece " + piece.index() + " of " + file.fileId() + " is damaged"))));
    }

    private SealedChunk.Place place(int index, ChunkHash hash) {
        return new SealedChunk.Place(file.fileId(), index, count(), Optional.of(hash));
    }

    /** Deletes all pieces, whether they exist or not, and the index. */
    Uni<Void> deleteAll() {
        return delete(IntStream.range(0, count()).boxed().toList());
    }

    /** Deletes these pieces and the index. */
    Uni<Void> delete(List<Integer> pieces) {
        return Multi.createFrom()
                .iterable(pieces)
                .onItem()
                .transformToUni(index -> store.delete(new ObjectKey(file.fileId(), index)))
                .collectFailures()
                .merge(DELETED_AT_ONCE)
                .collect()
                .last()
                .chain(this::deleteIndex);
    }

    // --- the index

    /** Stores the index of a running transfer. */
    Uni<Void> writeIndex(List<Optional<KeptPiece>> pieces) {
        return workers.run(() -> {
                    var plain = ByteBuffer.allocate(Integer.BYTES + pieces.size() * ChunkHash.BYTES)
                            .putInt(pieceSize);
                    pieces.forEach(piece -> plain.put(
                            piece.map(KeptPiece::hash).orElse(NONE).bytes().toArray()));
                    return SealedChunk.seal(file.key(), indexPlace(), plain.array(), random);
                })
                .chain(object -> store.put(indexKey(), object));
    }

    /** Pieces of the index; none if there is no index, or if it is not of pieces of this size. */
    Uni<List<KeptPiece>> readIndex() {
        int length = Integer.BYTES + count() * ChunkHash.BYTES;
        return store.get(indexKey(), SealedChunk.sealedLength(length))
                .chain(object -> workers.run(() -> SealedChunk.open(file.key(), indexPlace(), object)
                        .filter(plain -> plain.length == length)
                        .map(this::parseIndex)
                        .orElse(List.of())))
                .onFailure(ObjectMissingException.class)
                .recoverWithItem(List.of());
    }

    private List<KeptPiece> parseIndex(byte[] plain) {
        var in = ByteBuffer.wrap(plain);
        if (in.getInt() != pieceSize) return List.of();
        return IntStream.range(0, count())
                .mapToObj(index -> new KeptPiece(index, hash(in), plan().length(index)))
                .filter(piece -> !piece.hash().equals(NONE))
                .toList();
    }

    private static ChunkHash hash(ByteBuffer in) {
        var hash = new byte[ChunkHash.BYTES];
        in.get(hash);
        return new ChunkHash(Bytes.copyOf(hash));
    }

    Uni<Void> deleteIndex() {
        return store.delete(indexKey());
    }

    private SealedChunk.Place indexPlace() {
        return new SealedChunk.Place(file.fileId() + "/index", 0, 1);
    }

    private ObjectKey indexKey() {
        return new ObjectKey(file.fileId(), ObjectKey.Kind.INDEX, 0);
    }
}
