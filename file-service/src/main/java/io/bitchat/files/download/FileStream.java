package io.bitchat.files.download;

import io.bitchat.chunks.ChunkPlan;
import io.bitchat.chunks.FileKey;
import io.bitchat.files.file.ChunkState;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.StoredFile;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends a part of a file, chunk after chunk. The next chunk is read while one is on its way to the client; there are never
 * more in memory, however slow the client and however long the file.
 */
final class FileStream {
    private static final int PAGE = 256;

    private final FileTable files;
    private final ChunkReader reader;
    private final StoredFile file;
    private final FileKey key;
    private final ByteRange range;
    private final ChunkPlan plan;
    private final Queue<ChunkState> states = new ArrayDeque<>();
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    private int index;

    FileStream(FileTable files, ChunkReader reader, StoredFile file, FileKey key, ByteRange range) {
        this.files = files;
        this.reader = reader;
        this.file = file;
        this.key = key;
        this.range = range;
        this.plan = file.plan();
        this.index = plan.indexAt(range.first());
    }

    /** The first octets; to be had before the answer begins, since what is wrong with them can still be told. */
    Uni<Buffer> first() {
        return read(index).map(octets -> slice(index, octets));
    }

    /** Sends these and what follows; fails where a chunk cannot be read, or the client is gone. */
    Uni<Void> send(Buffer first, PacedResponse response) {
        write(first, response);
        return Uni.createFrom().completionStage(done);
    }

    private void write(Buffer octets, PacedResponse response) {
        boolean last = index == plan.indexAt(range.last());
        if (last) {
            response.end(octets).onSuccess(_ -> done.complete(null)).onFailure(done::completeExceptionally);
            return;
        }
        int following = ++index;
        var next = read(following).map(read -> slice(following, read)).subscribeAsCompletionStage();
        response.write(octets)
                .onSuccess(_ -> next.whenComplete((read, failure) -> {
                    if (failure == null) write(read, response);
                    else done.completeExceptionally(failure);
                }))
                .onFailure(done::completeExceptionally);
    }

    private Buffer slice(int at, byte[] octets) {
        long begin = plan.offset(at);
        int from = (int) Math.max(0, range.first() - begin);
        int to = (int) Math.min(octets.length, range.last() + 1 - begin);
        return Buffer.buffer(io.netty.buffer.Unpooled.wrappedBuffer(octets, from, to - from));
    }

    private Uni<byte[]> read(int at) {
        return state(at).chain(state -> reader.read(file, key, state));
    }

    private Uni<ChunkState> state(int at) {
        if (!states.isEmpty()) return Uni.createFrom().item(states.remove());
        return files.chunks(file.fileId(), at, at + PAGE).map(page -> {
            states.addAll(page);
            var state = states.poll();
            if (state == null || state.index() != at || !state.isStored()) throw ChunkReader.damaged(at);
            return state;
        });
    }
}
