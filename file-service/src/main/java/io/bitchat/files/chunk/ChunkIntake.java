package io.bitchat.files.chunk;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.files.file.ChunkState;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.flow.Borrower;
import io.bitchat.files.flow.Loan;
import io.bitchat.files.flow.UploadMemory;
import io.bitchat.kit.trace.TraceContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Takes in chunks that do not come from an upload, such as those of a fetch. */
@ApplicationScoped
public class ChunkIntake {
    private final ChunkUpload chunks;
    private final UploadMemory memory;

    ChunkIntake(ChunkUpload chunks, UploadMemory memory) {
        this.chunks = chunks;
        this.memory = memory;
    }

    /** Waits for room in memory. The caller must run the loan once to free it. */
    public Uni<Loan> room(StoredFile file, int bytes) {
        return memory.take(Borrower.inside("fetch " + file.fileId()), bytes);
    }

    /** Stores a chunk in the same way as an uploaded one. */
    public Uni<ChunkState> store(StoredFile file, int index, byte[] bytes, ChunkHash hash, TraceContext trace) {
        return chunks.store(file, index, bytes, Optional.of(hash), trace);
    }
}
