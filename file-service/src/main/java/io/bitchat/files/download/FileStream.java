package io.bitchat.files.download;

import io.bitchat.chunks.ChunkPlan;
import io.bitchat.chunks.FileKey;
import io.bitchat.files.file.ChunkState;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.flow.DownloadMemory;
import io.netty.buffer.Unpooled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends a part of a file, chunk after chunk. The next few chunks are read while one is on its way to the client; there are
 * never more in memory, however slow the client and however long the file.
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
    private final Queue<CompletableFuture<Buffer>> ahead = new ArrayDeque<>();
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    /** States are read page by page, so one after the other. */
    private CompletableFuture<?> looked = CompletableFuture.completedFuture(null);

    private int next;

    FileStream(FileTable files, ChunkReader reader, StoredFile file, FileKey key, ByteRange range) {
        this.files = files;
        this.reader = reader;
        this.file = file;
        this.key = key;
        this.range = range;
        this.plan = file.plan();
        this.next = plan.indexAt(range.first());
        this.last = plan.indexAt(range.last());
        this.most = DownloadMemory.ahead(plan.chunkSize());
    }

    /** The first octets; to be had before the answer begins, since what is wrong with them can still be told. */
    Uni<Buffer> first() {
        return Uni.createFrom().completionStage(() -> read(next++));
    }

    /** Sends these and what follows; fails where a chunk cannot be read, or the client is gone. */
    Uni<Void> send(Buffer first, PacedResponse response) {
        write(first, response);
        return Uni.createFrom().completionStage(done);
    }

    private void write(Buffer octets, PacedResponse response) {
        while (ahead.size() < most && next <= last) ahead.add(read(next++));
        var following = ahead.poll();
        if (following == null) {
            response.end(octets).onSuccess(_ -> done.complete(null)).onFailure(done::completeExceptionally);
            return;
        }
        response.write(octets)
                .onSuccess(_ -> following.whenComplete((read, failure) -> {
                    if (failure == null) write(read, response);
                    else done.completeExceptionally(failure);
                }))
                .onFailure(done::completeExceptionally);
    }

    private CompletableFuture<Buffer> read(int at) {
        var state = looked.thenCompose(_ -> state(at).subscribeAsCompletionStage());
        looked = state;
        return state.thenCompose(known ->
                reader.read(file, key, known).map(octets -> slice(at, octets)).subscribeAsCompletionStage());
    }

    private Buffer slice(int at, byte[] octets) {
        long begin = plan.offset(at);
        int from = (int) Math.max(0, range.first() - begin);
        int to = (int) Math.min(octets.length, range.last() + 1 - begin);
        return Buffer.buffer(Unpooled.wrappedBuffer(octets, from, to - from));
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
        return files.chunks(file.fileId(), at, at + PAGE).invoke(states::addAll).replaceWithVoid();
    }
}
