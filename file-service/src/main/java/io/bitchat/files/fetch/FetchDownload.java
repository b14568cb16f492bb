package io.bitchat.files.fetch;

import io.bitchat.chunks.download.Policy;
import io.bitchat.files.chunk.ChunkIntake;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.StoredFile;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.transfer.DownloadOutcome;
import io.bitchat.transfer.FileDownload;
import io.bitchat.transfer.FileManifest;
import io.bitchat.transfer.Wanted;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;

/** Downloads the chunks of one fetch from its sources into the store, in memory that it borrows before. */
@ApplicationScoped
class FetchDownload {
    private final FetchLimits limits;
    private final FileTable files;
    private final ChunkIntake intake;
    private final SourceResolver resolver;
    private final Vertx vertx;

    FetchDownload(FetchLimits limits, FileTable files, ChunkIntake intake, SourceResolver resolver, Vertx vertx) {
        this.limits = limits;
        this.files = files;
        this.intake = intake;
        this.resolver = resolver;
        this.vertx = vertx;
    }

    Uni<DownloadOutcome> run(Fetch fetch, FetchJob job) {
        return files.find(fetch.fileId()).chain(file -> run(fetch, file, job));
    }

    /** Adds sources that were named after the download began. */
    Uni<Void> addSources(FetchJob job, List<URI> urls) {
        return resolver.of(job.fileId(), urls).invoke(job::also).replaceWithVoid();
    }

    private Uni<DownloadOutcome> run(Fetch fetch, StoredFile file, FetchJob job) {
        if (file.merkleRoot().isPresent() && !file.merkleRoot().get().equals(fetch.merkleRoot())) {
            throw Problem.conflict("other_file", "another file is stored under this id");
        }
        int held = limits.heldChunks(file.plan().chunkSize());
        var policy = Policy.ofParallel(Math.min(held, limits.parallel())).withHeld(held);
        return intake.room(file, held * file.plan().chunkSize()).chain(free -> resolver.of(fetch.fileId(), fetch.urls())
                .chain(sources -> {
                    var manifest = new FileManifest(file.filename(), file.plan(), file.mimeType(), fetch.merkleRoot());
                    var sink = new StoreSink(files, intake, file, TraceContext.start());
                    var download = new FileDownload(vertx, Wanted.known(manifest), sink, policy, job);
                    job.runs(download, sources);
                    return Uni.createFrom().completionStage(download.start().toCompletionStage());
                })
                .eventually(free));
    }
}
