package io.bitchat.files.upload;

import io.bitchat.contracts.files.FileEvent;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.StoredFile;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.trace.TraceContext;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Deletes complete files. First the row is marked, and from then on nobody finds the file. Then its objects are
 * deleted; the sweeper deletes those that a crash left.
 */
@ApplicationScoped
class Deletion {
    /** Maximum time that a caller waits, since a file has up to a million chunks. */
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private static final int PURGED = 10;

    private final Transactions transactions;
    private final FileTable files;
    private final Outbox outbox;
    private final Abandonment abandonment;
    private final InstantSource clock;

    Deletion(Transactions transactions, FileTable files, Outbox outbox, Abandonment abandonment, InstantSource clock) {
        this.transactions = transactions;
        this.files = files;
        this.outbox = outbox;
        this.abandonment = abandonment;
        this.clock = clock;
    }

    /** @return whether the file was there before, complete or under repair */
    Uni<Boolean> delete(StoredFile file, TraceContext trace) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var fact = new FileEvent.Deleted(file.fileId(), now, file.uploadedBy());
        return transactions
                .run(connection -> files.lock(connection, file.fileId())
                        .chain(() -> files.delete(connection, file.fileId(), now))
                        .call(deleted -> deleted
                                ? outbox.append(connection, List.of(new Outbox.Entry(fact, trace)))
                                : Uni.createFrom().voidItem()))
                .call(deleted -> deleted ? clean(file) : Uni.createFrom().voidItem());
    }

    private Uni<Void> clean(StoredFile file) {
        // waits for a copy of the result, so that the timeout does not cancel the work
        var work = abandonment
                .deleteChunks(file)
                .chain(() -> files.purge(Instant.EPOCH, PURGED))
                .onFailure()
                .invoke(failure -> Log.warnf("chunks not deleted, retrying file=%s cause=%s", file.fileId(), failure))
                .onFailure()
                .recoverWithNull()
                .subscribeAsCompletionStage()
                .thenApply(done -> done);
        return Uni.createFrom()
                .completionStage(work)
                .ifNoItem()
                .after(ANSWER)
                .recoverWithUni(Uni.createFrom().voidItem())
                .replaceWithVoid();
    }
}
