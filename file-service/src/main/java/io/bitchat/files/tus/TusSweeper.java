package io.bitchat.files.tus;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.chunk.ChunkUpload;
import io.bitchat.files.tus.body.PartialChunks;
import io.bitchat.kit.trace.TraceContext;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/**
 * Cleans up after tus uploads: completes files whose concatenation was interrupted, ends parts that nobody needs, and
 * deletes useless tails. Chunks of ended parts are deleted like those of every failed upload.
 */
@ApplicationScoped
class TusSweeper {
    private static final int PAGE = 100;
    /** Much longer than a concatenation takes between two chunks. */
    private static final Duration ABANDONED = Duration.ofMinutes(1);

    private final FilesConfig config;
    private final TusTable table;
    private final PartialChunks partials;
    private final Concatenation concatenation;
    private final InstantSource clock;

    TusSweeper(
            FilesConfig config,
            TusTable table,
            PartialChunks partials,
            Concatenation concatenation,
            InstantSource clock) {
        this.config = config;
        this.table = table;
        this.partials = partials;
        this.concatenation = concatenation;
        this.clock = clock;
    }

    @Scheduled(every = "{bitchat.files.sweep-every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return concatenation
                .release()
                .chain(() -> table.expireParts(clock.instant().minus(config.uploadExpiry())))
                .chain(this::unfinished)
                .chain(this::uselessTails)
                .onFailure()
                .invoke(failure -> Log.warnf("tus sweep failed, retrying later cause=%s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> unfinished() {
        return table.unfinished(clock.instant().minus(ABANDONED), PAGE)
                .chain(files -> each(
                        files,
                        file -> concatenation.isRunning(file)
                                ? Uni.createFrom().voidItem()
                                : concatenation.run(file, TraceContext.start())));
    }

    private Uni<Void> uselessTails() {
        return table.uselessTails(clock.instant().minus(ChunkUpload.CLAIM), PAGE)
                .chain(useless -> each(useless, partials::delete));
    }

    private static <T> Uni<Void> each(List<T> items, Function<T, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(item -> work.apply(item)
                        .onFailure()
                        .invoke(failure -> Log.warnf("item not swept, retrying later: %s cause=%s", item, failure))
                        .onFailure()
                        .recoverWithNull())
                .collect()
                .last()
                .replaceWithVoid();
    }
}
