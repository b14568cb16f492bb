package io.bitchat.files.download;

import io.bitchat.chunks.ChunkPlan;
import io.bitchat.chunks.FileKey;
import io.bitchat.files.file.ChunkState;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.store.ByteArrayPool;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends a part of a file piece by piece. One piece is read while the previous one is sent, and the next chunks are
 * opened ahead. Memory is bounded, however slow the client and however long the file.
 */
final class FileStream {
    private static final int PAGE = 256;

    private final FileTable files;
    private final ChunkReader reader;
    private final StoredFile file;
    private final FileKey key;
    private final ByteRange range;
    private final ChunkPlan plan;
    private final int last;
    private final int most;
    private final Queue<ChunkState> states = new ArrayDeque<>();
    private final Queue<CompletableFuture<Opened>> ahead = new ArrayDeque<>();
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    private final PieceBuffers buffers = new PieceBuffers();
    private final ByteArrayPool pool;
    /** The last lookup of a chunk's state. Lookups run one after the other, because states are read page by page. */
    private CompletableFuture<?> looked = CompletableFuture.completedFuture(null);

    private @Nullable Opened current;
    /** The previous chunk: it is read completely, but its last piece is still being sent. */
    private @Nullable Opened leaving;

    private int next;

    private record Opened(ChunkState chunk, ChunkPieces pieces) {}

    /** @param ahead number of chunks to open ahead */
    FileStream(FileTable files, ChunkReader reader, StoredFile file, ByteRange range, int ahead) {
        this.files = files;
        this.reader = reader;
        this.file = file;
        this.key = reader.keyOf(file);
        this.range = range;
        this.plan = file.plan();
        this.next = plan.indexAt(range.first());
        this.last = plan.indexAt(range.last());
        this.most = ahead;
        this.pool = new ByteArrayPool(2 + ahead, plan.chunkSize());
        done.whenComplete((_, _) -> close());
    }

    /**
     * Reads the first piece before the response begins, so that damage can still be answered with a problem. A range
     * within one chunk is verified as a whole. Of a longer range only the first piece is opened: a request costs its
     * client little, and must not cost more here if the client does not read.
     */
    Uni<Buffer> first() {
        return Uni.createFrom()
                .completionStage(() -> following()
                        .thenCompose(opened -> isOneChunk() ? whole(opened, true) : completed(opened))
                        .thenCompose(opened -> read(opened, true)))
                .onFailure()
                .invoke(done::completeExceptionally);
    }

    private boolean isOneChunk() {
        return plan.indexAt(range.first()) == last;
    }

    private static CompletableFuture<Opened> completed(Opened opened) {
        return CompletableFuture.completedFuture(opened);
    }

    /** Sends the first piece and all that follow; fails if a chunk cannot be read or the client is gone. */
    Uni<Void> send(Buffer first, PacedResponse response) {
        write(first, response);
        return Uni.createFrom().completionStage(done);
    }

    private void write(Buffer bytes, PacedResponse response) {
        if (!hasNext()) {
            response.end(bytes).onSuccess(_ -> done.complete(null)).onFailure(done::completeExceptionally);
            return;
        }
        var following = piece();
        response.write(bytes)
                .onSuccess(_ -> hasLeft())
                .onSuccess(_ -> following.whenComplete((read, failure) -> {
                    if (failure == null) write(read, response);
                    else done.completeExceptionally(failure);
                }))
                // the pending read must finish before its buffer is released
                .onFailure(failure -> following.whenComplete((_, _) -> done.completeExceptionally(failure)));
    }

    private boolean hasNext() {
        return !ahead.isEmpty()
                || next <= last
                || current != null && current.pieces().hasNext();
    }

    /** Reads the next piece. Must not be called before the previous read has completed. */
    private CompletableFuture<Buffer> piece() {
        if (current != null && current.pieces().hasNext()) return read(current, true);
        leaving = current;
        current = null;
        return following().thenCompose(opened -> read(opened, true));
    }

    /** Moves to the next chunk, and opens further ones ahead. */
    private CompletableFuture<Opened> following() {
        while (ahead.size() <= most && next <= last) ahead.add(open(next++));
        return ahead.remove().thenApply(this::isCurrent);
    }

    private Opened isCurrent(Opened opened) {
        current = opened;
        return opened;
    }

    /** Verifies the whole chunk. A read may fail temporarily, so a chunk counts as damaged only if it fails twice. */
    private CompletableFuture<Opened> whole(Opened opened, boolean again) {
        return reader.isWhole(opened.pieces()).subscribeAsCompletionStage().thenCompose(whole -> {
            if (whole) return completed(opened);
            return again ? reopened(opened).thenCompose(anew -> whole(anew, false)) : damaged(opened);
        });
    }

    /** Reads the next piece of the chunk, with the same retry. */
    private CompletableFuture<Buffer> read(Opened opened, boolean again) {
        return reader.next(opened.pieces()).subscribeAsCompletionStage().thenCompose(read -> {
            if (read.isPresent()) return CompletableFuture.completedFuture(read.get());
            return again ? reopened(opened).thenCompose(anew -> read(anew, false)) : damaged(opened);
        });
    }

    private CompletableFuture<Opened> reopened(Opened opened) {
        opened.pieces().close();
        return opened(opened.chunk(), opened.pieces().at()).thenApply(this::isCurrent);
    }

    private <T> CompletableFuture<T> damaged(Opened opened) {
        return reader.<T>isDamaged(file, opened.chunk()).subscribeAsCompletionStage();
    }

    private CompletableFuture<Opened> open(int index) {
        var state = looked.thenCompose(_ -> state(index).subscribeAsCompletionStage());
        looked = state;
        return state.thenCompose(chunk -> opened(chunk, begin(index)));
    }

    private CompletableFuture<Opened> opened(ChunkState chunk, int from) {
        return reader.open(file, key, chunk, from, end(chunk.index()), pool, buffers)
                .map(pieces -> new Opened(chunk, pieces))
                .subscribeAsCompletionStage();
    }

    private int begin(int index) {
        return (int) Math.max(0, range.first() - plan.offset(index));
    }

    private int end(int index) {
        return (int) Math.min(plan.length(index), range.last() + 1 - plan.offset(index));
    }

    private Uni<ChunkState> state(int at) {
        return page(at).map(_ -> {
            var state = states.poll();
            if (state == null || state.index() != at || !state.isStored()) throw ChunkReader.damaged(at);
            return state;
        });
    }

    private Uni<Void> page(int at) {
        if (!states.isEmpty()) return Uni.createFrom().voidItem();
        return files.chunks(file.fileId(), at, Math.min(at + PAGE, last + 1))
                .invoke(states::addAll)
                .replaceWithVoid();
    }

    private void hasLeft() {
        if (leaving != null) leaving.pieces().close();
        leaving = null;
    }

    private void close() {
        hasLeft();
        if (current != null) current.pieces().close();
        ahead.forEach(opening -> opening.thenAccept(opened -> opened.pieces().close()));
        ahead.clear();
    }
}
