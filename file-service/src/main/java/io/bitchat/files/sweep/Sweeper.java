package io.bitchat.files.sweep;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.chunk.ChunkUpload;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.store.ChunkStore;
import io.bitchat.files.store.ObjectKey;
import io.bitchat.files.upload.Abandonment;
import io.bitchat.kit.trace.TraceContext;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/**
 * Deletes what nobody will finish: expired uploads, chunks of failed uploads that a crash left, and objects that were
 * written but never recorded as stored. Every object has a row before it is written, so the store need not be searched.
 */
@ApplicationScoped
class Sweeper {
    private static final int PAGE = 100;

    private final FilesConfig config;
    private final FileTable files;
    private final ChunkStore store;
    private final Abandonment abandonment;
    private final InstantSource clock;

    Sweeper(FilesConfig config, FileTable files, ChunkStore store, Abandonment abandonment, InstantSource clock) {
        this.config = config;
        this.files = files;
        this.store = store;
        this.abandonment = abandonment;
        this.clock = clock;
    }

    @Scheduled(every = "{bitchat.files.sweep-every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return expired()
                .chain(this::leftBehind)
                .chain(this::neverStored)
                .chain(() -> files.purge(clock.instant().minus(config.failedKept()), PAGE))
                .chain(store::tidy)
                .onFailure()
                .invoke(failure -> Log.warnf("sweep failed, retrying later cause=%s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> expired() {
        var since = clock.instant().minus(config.uploadExpiry());
        return files.silentSince(since, PAGE)
                .chain(silent -> each(silent, file -> abandonment.expire(file, since, TraceContext.start())));
    }

    private Uni<Void> leftBehind() {
        return files.failedWithChunks(PAGE).chain(failed -> each(failed, abandonment::deleteChunks));
    }

    private Uni<Void> neverStored() {
        var now = clock.instant();
        return files.takeStaleClaims(now, now.plus(ChunkUpload.CLAIM), PAGE)
                .chain(stale -> each(stale, chunk -> store.delete(new ObjectKey(chunk.fileId(), chunk.index()))
                        .chain(() -> files.forget(chunk))));
    }

    private static <T> Uni<Void> each(List<T> items, Function<T, Uni<?>> work) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(item -> work.apply(item)
                        .replaceWithVoid()
                        // a failed deletion does not stop the others
                        .onFailure()
                        .invoke(failure -> Log.warnf("item not swept, retrying later: %s cause=%s", item, failure))
                        .onFailure()
                        .recoverWithNull())
                .collect()
                .last()
                .replaceWithVoid();
    }
}
