package io.bitchat.files.spool;

import io.bitchat.chunks.ChunkPlan;
import io.bitchat.files.chunk.KeptPiece;
import io.bitchat.files.chunk.PieceParts;
import io.bitchat.files.flow.PieceMemory;
import io.bitchat.files.flow.Turns;
import io.bitchat.files.spool.Spools.Parts;
import io.bitchat.files.store.ObjectMissingException;
import io.bitchat.files.store.StoreFullException;
import io.bitchat.rooms.Chunking;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the chunks in the chunk store, as pieces that can stay there for good. A piece is gathered in memory and written
 * once it is full. It stays in memory until it is in the store, so what was put can always be read.
 *
 * <p>In order, a transfer takes memory for four pieces: one is gathered, two are written, and one is read. If chunks
 * come out of order, up to four are gathered.
 */
final class StoreSpool implements Spool, PieceMemory.Owner {
    private static final int MAX_GATHERED = 4;
    private static final int MAX_WRITES = 2;
    private static final int MAX_CACHED = 2;
    static final int MAX_PIECES = 4;

    private final Chunking chunks;
    private final ChunkPlan plan;
    private final PieceStore store;
    private final SpooledFile file;
    private final Parts parts;
    private final PieceMemory.Share memory;
    private final PieceCache cache;
    private final ChunkHashes hashes;
    private final Turns writes = new Turns(MAX_WRITES);
    private final Turns indexWrites = new Turns(1);
    /** Pieces that are not in the store yet. */
    private final Map<Integer, GatheredPiece> gathered = new TreeMap<>();

    private final Map<Integer, KeptPiece> written = new TreeMap<>();
    private final BitSet present = new BitSet();
    /** Pieces that may be in the store. */
    private final BitSet begun = new BitSet();

    private boolean indexIsDue;
    private boolean kept;
    private @Nullable RuntimeException failure;

    private StoreSpool(SpooledFile file, Parts parts) {
        this.file = file;
        this.parts = parts;
        this.chunks = file.chunking();
        this.store = parts.pieces();
        this.plan = store.plan();
        this.memory = parts.memory().share(this);
        this.cache = new PieceCache(MAX_CACHED, store, memory);
        this.hashes = new ChunkHashes(chunks.count());
    }

    /** Opens the spool; after a restart it reads all pieces that the index names. */
    static Uni<StoreSpool> open(SpooledFile file, Parts parts) {
        var spool = new StoreSpool(file, parts);
        return file.restored()
                ? spool.restore().replaceWith(spool)
                : Uni.createFrom().item(spool);
    }

    private Uni<Void> restore() {
        return store.readIndex()
                .onItem()
                .transformToMulti(Multi.createFrom()::iterable)
                .onItem()
                .transformToUni(piece -> store.read(piece)
                        .invoke(() -> restored(piece))
                        .replaceWithVoid()
                        .onFailure(failed -> failed instanceof ObjectMissingException || failed instanceof IOException)
                        .recoverWithNull())
                .merge(MAX_WRITES)
                .collect()
                .last()
                .invoke(this::findChunks)
                .replaceWithVoid();
    }

    private synchronized void restored(KeptPiece piece) {
        written.put(piece.index(), piece);
    }

    private synchronized void findChunks() {
        for (int chunk = 0; chunk < chunks.count(); chunk++) {
            if (pieces(chunk).allMatch(written::containsKey)) present.set(chunk);
        }
    }

    private Stream<Integer> pieces(int chunk) {
        return PieceParts.pieces(chunks, plan, chunk).boxed();
    }

    @Override
    public synchronized BitSet stored() {
        return (BitSet) present.clone();
    }

    // --- gathering and writing

    @Override
    public Uni<Void> put(int index, Buffer message) {
        memory.touch();
        return requireSame(index, message)
                .chain(() -> memory.whenThereIsRoom(() -> gather(index, message)))
                .chain(this::write);
    }

    /**
     * After a restart, part of a chunk may be in the store already. If the sender's file is another one now, the chunk
     * would be neither the one nor the other.
     */
    private Uni<Void> requireSame(int chunk, Buffer message) {
        var stored = storedPieces(chunk);
        if (stored.isEmpty()) return Uni.createFrom().voidItem();
        return Multi.createFrom()
                .iterable(stored)
                .onItem()
                .transformToUniAndConcatenate(
                        piece -> cache.get(piece).invoke(bytes -> requireSame(chunk, message, piece.index(), bytes)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private void requireSame(int chunk, Buffer message, int piece, byte[] bytes) {
        var part = PieceParts.of(chunks, plan, chunk, piece);
        int from = ChunkFrameCodec.HEADER_BYTES + part.inChunk();
        var stored = Arrays.copyOfRange(bytes, part.inPiece(), part.inPiece() + part.length());
        if (!Arrays.equals(message.getBytes(from, from + part.length()), stored))
            throw new IllegalArgumentException("chunk " + chunk + " differs from what is stored of it");
    }

    private synchronized List<KeptPiece> storedPieces(int chunk) {
        if (!file.restored() || present.get(chunk)) return List.of();
        return pieces(chunk).filter(written::containsKey).map(written::get).toList();
    }

    /** Adds a chunk to its pieces; returns those that are full now. */
    private synchronized List<GatheredPiece> gather(int chunk, Buffer message) {
        if (present.get(chunk)) return List.of();
        if (failure != null) throw failure;
        requireRoom(chunk);
        var missing = pieces(chunk).filter(index -> !written.containsKey(index)).toList();
        begin(missing.stream().filter(index -> !gathered.containsKey(index)).toList());
        var full = new ArrayList<GatheredPiece>();
        for (int index : missing) {
            var piece = Objects.requireNonNull(gathered.get(index), "not begun");
            piece.fill(PieceParts.of(chunks, plan, chunk, index), message);
            if (piece.isFull()) full.add(piece);
        }
        present.set(chunk);
        hashes.add(chunk, message);
        cache.setRoom(Math.clamp(MAX_PIECES - gathered.size(), 1, MAX_CACHED));
        return full;
    }

    /** All at once: if there is no memory for one of them, nothing has changed. */
    private void begin(List<Integer> pieces) {
        memory.gather(pieces.stream().mapToLong(plan::length).sum());
        for (int index : pieces) gathered.put(index, new GatheredPiece(index, plan.length(index)));
    }

    /** Counts the pieces that would be incomplete after this chunk. */
    private void requireRoom(int chunk) {
        int first = PieceParts.firstPiece(chunks, plan, chunk);
        int last = PieceParts.lastPiece(chunks, plan, chunk);
        long others = gathered.values().stream()
                .filter(piece -> !piece.isFull() && (piece.index < first || piece.index > last))
                .count();
        long own = pieces(chunk)
                .filter(index -> !written.containsKey(index) && !isFilledBy(chunk, index))
                .count();
        if (own > 0 && others + own > MAX_GATHERED) throw new OutOfOrderException(chunk, MAX_GATHERED);
    }

    private boolean isFilledBy(int chunk, int index) {
        var piece = gathered.get(index);
        int filled = piece == null ? 0 : piece.filled;
        return filled + PieceParts.of(chunks, plan, chunk, index).length() == plan.length(index);
    }

    /** Completes once all of these are being written: then there is room in memory for another one. */
    private Uni<Void> write(List<GatheredPiece> full) {
        if (full.isEmpty()) return Uni.createFrom().voidItem();
        for (var piece : full) {
            // its memory is free before the next one begins
            writes.run(() -> write(piece).invoke(stored -> succeed(piece, stored)))
                    .subscribe()
                    .with(_ -> {}, failed -> fail(piece, failed));
        }
        return GatheredPiece.all(full.stream().map(piece -> piece.begun));
    }

    private Uni<KeptPiece> write(GatheredPiece piece) {
        synchronized (this) {
            if (failure != null) throw failure;
            begun.set(piece.index);
        }
        piece.begun.complete(null);
        return store.write(piece.index, piece.bytes);
    }

    private void succeed(GatheredPiece piece, KeptPiece stored) {
        synchronized (this) {
            written.put(piece.index, stored);
            gathered.remove(piece.index);
        }
        memory.gaveBack(piece.bytes.length);
        cache.add(piece.index, piece.bytes);
        saveIndex();
        piece.done.complete(null);
    }

    /** The piece stays in memory, so what was put can be read; no more is taken. */
    private void fail(GatheredPiece piece, Throwable cause) {
        synchronized (this) {
            if (failure == null)
                failure = cause instanceof RuntimeException known ? known : new CompletionException(cause);
        }
        piece.begun.completeExceptionally(cause);
        piece.done.completeExceptionally(cause);
    }

    // --- the index

    /** One is written at a time, and then the newest. */
    private void saveIndex() {
        synchronized (this) {
            if (indexIsDue) return;
            indexIsDue = true;
        }
        indexWrites
                .run(this::writeIndex)
                .subscribe()
                .with(_ -> {}, failed -> Log.warnf("index not written transfer=%s cause=%s", file.transfer(), failed));
    }

    private Uni<Void> writeIndex() {
        List<Optional<KeptPiece>> pieces;
        synchronized (this) {
            indexIsDue = false;
            if (failure != null) return Uni.createFrom().voidItem();
            pieces = IntStream.range(0, plan.count())
                    .mapToObj(index -> Optional.ofNullable(written.get(index)))
                    .toList();
        }
        return store.writeIndex(pieces);
    }

    // --- reading

    @Override
    public Uni<Buffer> get(int index) {
        memory.touch();
        var missing = missing(index);
        if (missing != null) return Uni.createFrom().failure(missing);
        var read = new byte[ChunkFrameCodec.HEADER_BYTES + chunks.length(index)];
        return Multi.createFrom()
                .items(pieces(index))
                .onItem()
                .transformToUniAndConcatenate(piece -> bytesOf(piece).invoke(bytes -> copy(index, piece, bytes, read)))
                .collect()
                .last()
                .chain(() -> withHeader(index, read));
    }

    private synchronized @Nullable RuntimeException missing(int index) {
        if (present.get(index)) return null;
        return failure instanceof StoreFullException full ? full : new ChunkMissingException(index);
    }

    private synchronized Uni<byte[]> bytesOf(int index) {
        var piece = gathered.get(index);
        return piece != null
                ? Uni.createFrom().item(piece.bytes)
                : cache.get(Objects.requireNonNull(written.get(index), "neither gathered nor written"));
    }

    private void copy(int chunk, int piece, byte[] bytes, byte[] message) {
        var part = PieceParts.of(chunks, plan, chunk, piece);
        System.arraycopy(bytes, part.inPiece(), message, ChunkFrameCodec.HEADER_BYTES + part.inChunk(), part.length());
    }

    private Uni<Buffer> withHeader(int index, byte[] message) {
        var hash = hashes.of(index);
        if (hash.isPresent()) {
            ChunkFrameCodec.putHeader(message, file.transfer(), index, hash.get());
            return Uni.createFrom().item(Buffer.buffer(message));
        }
        return parts.workers().run(() -> {
            ChunkFrameCodec.putHeader(message, file.transfer(), index);
            return Buffer.buffer(message);
        });
    }

    // --- the end

    @Override
    public Uni<List<KeptPiece>> keep() {
        return settled().map(_ -> pieces());
    }

    private synchronized Uni<Void> settled() {
        if (present.cardinality() < chunks.count()) throw new IllegalStateException("chunks are missing");
        return GatheredPiece.all(gathered.values().stream().map(piece -> piece.done));
    }

    private synchronized List<KeptPiece> pieces() {
        kept = true;
        return List.copyOf(written.values());
    }

    @Override
    public Uni<Void> delete() {
        return stopped()
                .onFailure()
                .recoverWithNull()
                .chain(() -> indexWrites.run(kept ? store::deleteIndex : () -> store.delete(writtenPieces())))
                .invoke(this::clear);
    }

    @Override
    public Uni<Void> close() {
        return stopped()
                .onFailure()
                .recoverWithNull()
                .chain(() -> indexWrites.run(() -> Uni.createFrom().voidItem()))
                .invoke(this::clear)
                .replaceWithVoid();
    }

    /** What waits to be written is not written any more. */
    private synchronized Uni<Void> stopped() {
        if (failure == null) failure = new IllegalStateException("the spool is deleted");
        return GatheredPiece.all(gathered.values().stream()
                .filter(GatheredPiece::isFull)
                .map(piece -> piece.done.handle((_, _) -> null)));
    }

    /** Before a restart, a piece may have been written that the index does not name. */
    private synchronized List<Integer> writtenPieces() {
        return file.restored()
                ? IntStream.range(0, plan.count()).boxed().toList()
                : begun.stream().boxed().toList();
    }

    @Override
    public void ending() {
        memory.waitNoMore();
    }

    @Override
    public void dropCached() {
        cache.drop();
    }

    /** The transfer has not moved for long, and others need its memory: what is not in the store is lost. */
    @Override
    public synchronized void giveUp() {
        if (failure == null) failure = new StoreFullException(new IOException("others needed its memory"));
        gathered.values().stream().filter(piece -> !piece.isFull()).toList().forEach(piece -> {
            gathered.remove(piece.index);
            int last = PieceParts.lastChunk(chunks, plan, piece.index);
            present.clear(PieceParts.firstChunk(chunks, plan, piece.index), last + 1);
            piece.done.completeExceptionally(failure);
        });
    }

    private synchronized void clear() {
        memory.close();
        gathered.clear();
        cache.drop();
    }
}
