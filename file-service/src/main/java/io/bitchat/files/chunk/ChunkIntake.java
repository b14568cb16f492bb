package io.bitchat.files.chunk;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.files.file.ChunkState;
import io.bitchat.files.file.StoredFile;
import io.bitchat.kit.trace.TraceContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Takes in chunks that come by another way than an upload. */
@ApplicationScoped
public class ChunkIntake {
    private final ChunkUpload chunks;
    private final ByteBudget budget;

    ChunkIntake(ChunkUpload chunks, ByteBudget budget) {
        this.chunks = chunks;
        this.budget = budget;
    }

    /** Waits for room in memory, and gives what frees it again; to be run once. */
    public Uni<Runnable> room(int bytes) {
        return budget.take(bytes);
    }

    /** Stores a chunk like one that was uploaded. */
    public Uni<ChunkState> store(StoredFile file, int index, byte[] octets, ChunkHash hash, TraceContext trace) {
        return chunks.store(file, index, octets, Optional.of(hash), trace);
    }
}
