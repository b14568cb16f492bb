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
 * Ends uploads that will not be finished. The row says so first; a crash before the chunks are deleted leaves rows of
 * chunks, which the sweeper goes by.
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
     * Gives an upload up, and deletes what came of it.
     *
     * @return whether it was under way until now
     */
    public Uni<Boolean> cancel(StoredFile file, TraceContext trace) {
        return end(file, "cancelled", Optional.empty(), trace);
    }

    /** The same where nothing was heard of it since; one that goes on at this moment goes on. */
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

    /** Deletes what is left of an upload that has failed; a chunk that is being written only once its claim is over. */
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
