package io.bitchat.files.fetch;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.ChunkPlan;
import io.bitchat.files.file.FileStatus;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.MediaType;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.quota.Quota;
import io.bitchat.files.upload.NewFiles;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.transfer.FileManifest;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Queues fetches. */
@ApplicationScoped
class Fetches {
    private static final String UNIQUE_VIOLATION = "23505";

    private final FetchTable table;
    private final FileTable files;
    private final Transactions transactions;
    private final FetchAdmission admission;
    private final Quota quota;
    private final NewFiles newFiles;
    private final InstantSource clock;

    Fetches(
            FetchTable table,
            FileTable files,
            Transactions transactions,
            FetchAdmission admission,
            Quota quota,
            NewFiles newFiles,
            InstantSource clock) {
        this.table = table;
        this.files = files;
        this.transactions = transactions;
        this.admission = admission;
        this.quota = quota;
        this.newFiles = newFiles;
        this.clock = clock;
    }

    /** The file, if it is known here. */
    Uni<Optional<StoredFile>> known(String fileId) {
        return files.lookup(fileId);
    }

    /** Fails with 409 if another file or another peer's upload has this id here, or if the file has failed. */
    static void requireSame(StoredFile file, FetchRequest request) {
        if (file.status() == FileStatus.FAILED) {
            throw Problem.conflict("upload_failed", "the upload of this file failed here; its id cannot be used again");
        }
        var root = ChunkHash.parse(request.merkleRoot()).orElseThrow();
        boolean same =
                file.merkleRoot().map(root::equals).orElse(file.uploadedBy().equals(request.requestedBy()));
        if (!same) throw Problem.conflict("other_file", "this id belongs to another file or another peer's upload");
    }

    /** The file's manifest as the request describes it; empty if the description is incomplete. */
    static Optional<FileManifest> described(FetchRequest request) {
        if (request.filename() == null || request.fileSize() == null || request.chunkSize() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new FileManifest(
                    request.filename(),
                    new ChunkPlan(request.fileSize(), request.chunkSize()),
                    request.mimeType() == null ? MediaType.UNKNOWN : request.mimeType(),
                    ChunkHash.parse(request.merkleRoot()).orElseThrow()));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("chunk_size", "does not fit: " + e.getMessage());
        }
    }

    /** Queues a fetch of a file that is known here. */
    Uni<Void> begin(StoredFile file, FetchRequest request, List<URI> urls) {
        return transactions.run(connection -> admission
                .decide(connection, file.fileId(), request)
                .chain(() -> table.begin(connection, request, file.fileId(), urls, clock.instant())));
    }

    /** Queues a fetch of an unknown file, and inserts the file with a key of its own. */
    Uni<Void> begin(String fileId, FileManifest manifest, FetchRequest request, List<URI> urls, TraceContext trace) {
        admission.requireFits(manifest.plan());
        var file = newFiles.of(
                fileId,
                manifest.filename(),
                manifest.plan(),
                MediaType.orUnknown(manifest.mimeType()),
                request.requestedBy());
        return quota.spare()
                .chain(spare -> transactions.run(connection -> admission
                        .decide(connection, fileId, request)
                        .chain(() -> quota.require(connection, file, spare))
                        .chain(() -> newFiles.insert(connection, file, trace))
                        .chain(() -> table.begin(connection, request, fileId, urls, clock.instant()))))
                .onFailure(Fetches::isTaken)
                .transform(_ ->
                        Problem.conflict("other_file", "a file with this id is being created or deleted; try again"));
    }

    private static boolean isTaken(Throwable failure) {
        return failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState());
    }
}
