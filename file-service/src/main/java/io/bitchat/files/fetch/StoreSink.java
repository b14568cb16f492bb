package io.bitchat.files.fetch;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.download.ChunkSet;
import io.bitchat.files.chunk.ChunkIntake;
import io.bitchat.files.file.ChunkState;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.StoredFile;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.transfer.ChunkSink;
import io.bitchat.transfer.FileManifest;
import io.vertx.core.Future;
import java.util.BitSet;
import java.util.List;

/** Stores fetched chunks like uploaded ones, sealed with this site's own key of the file. */
final class StoreSink implements ChunkSink {
    private final FileTable files;
    private final ChunkIntake intake;
    private final StoredFile file;
    private final TraceContext trace;
    private List<ChunkHash> proved = List.of();

    StoreSink(FileTable files, ChunkIntake intake, StoredFile file, TraceContext trace) {
        this.files = files;
        this.intake = intake;
        this.file = file;
        this.trace = trace;
    }

    /** Returns the chunks that are stored already; fails with 409 if one of them has other bytes. */
    @Override
    public Future<ChunkSet> begin(FileManifest manifest, List<ChunkHash> hashes) {
        proved = hashes;
        return Future.fromCompletionStage(
                files.chunks(file.fileId(), 0, file.plan().count())
                        .map(this::stored)
                        .subscribeAsCompletionStage());
    }

    private ChunkSet stored(List<ChunkState> chunks) {
        var stored = new BitSet();
        for (var chunk : chunks) {
            if (!chunk.isStored()) continue;
            if (!chunk.hash().equals(proved.get(chunk.index()))) {
                throw Problem.conflict("chunk_stored", "chunk " + chunk.index() + " is stored with other bytes");
            }
            stored.set(chunk.index());
        }
        return ChunkSet.copyOf(stored);
    }

    @Override
    public Future<Void> store(int index, byte[] bytes) {
        return Future.fromCompletionStage(intake.store(file, index, bytes, proved.get(index), trace)
                        .subscribeAsCompletionStage())
                .mapEmpty();
    }

    /** Does nothing: storing the last chunk has completed the file. */
    @Override
    public Future<Void> complete() {
        return Future.succeededFuture();
    }

    @Override
    public void close() {}
}
