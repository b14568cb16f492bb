package io.bitchat.files.upload;

import io.bitchat.contracts.files.FileEvent;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.store.ChunkStore;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.trace.TraceContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Ends uploads that will not be finished. First the file's row is marked as failed, then the chunks are deleted. The
 * sweeper finds chunks that a crash left by their rows.
 */
@ApplicationScoped
public class Abandonment {
    private final Transactions transactions;
    private final FileTable files;
    private final Outbox outbox;
    private final ChunkStore store;
    private final InstantSource clock;

    Abandonment(Transactions transactions, FileTable files, Outbox outbox, ChunkStore store, InstantSource clock) {
        this.transactions = transactions;
        this.files = files;
        this.outbox = outbox;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Cancels an upload, and deletes its chunks.
     *
     * @return whether it was in progress before
     */
    public Uni<Boolean> cancel(StoredFile file, TraceContext trace) {
        return end(file, "cancelled", Optional.empty(), trace);
    }

    /** Expires an upload, unless there was activity since then; one that continues at this moment is kept. */
    public Uni<Boolean> expire(StoredFile file, Instant since, TraceContext trace) {
        return end(file, "expired", Optional.of(since), trace);
    }

    private Uni<Boolean> end(StoredFile file, String reason, Optional<Instant> silentSince, TraceContext trace) {
        return transactions
                .run(connection -> files.lock(connection, file.fileId())
                        .chain(() -> files.fail(connection, file.fileId(), silentSince, clock.instant()))
                        .call(failed -> failed && !file.isPartial()
                                ? outbox.append(connection, List.of(new Outbox.Entry(fact(file, reason), trace)))
                                : Uni.createFrom().voidItem()))
                .call(failed -> failed ? deleteChunks(file) : Uni.createFrom().voidItem());
    }

    /**
     * Deletes the chunks of a failed upload. A chunk that is being written is deleted only after its claim has expired.
     */
    public Uni<Void> deleteChunks(StoredFile file) {
        return files.unclaimed(file.fileId(), clock.instant())
                .onItem()
                .transformToMulti(chunks -> Multi.createFrom().iterable(chunks))
                .onItem()
                .transformToUniAndConcatenate(
                        chunk -> store.delete(file.objectOf(chunk.index())).chain(() -> files.forget(chunk)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private FileEvent fact(StoredFile file, String reason) {
        return new FileEvent.Failed(
                file.fileId(), clock.instant().truncatedTo(ChronoUnit.MILLIS), reason, file.uploadedBy());
    }
}
