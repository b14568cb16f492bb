package io.bitchat.files.fetch;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.ChunkPlan;
import io.bitchat.contracts.files.FileEvent;
import io.bitchat.files.FilesConfig;
import io.bitchat.files.file.FileStatus;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.MediaType;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.keys.KeyRing;
import io.bitchat.files.peers.KnownPeers;
import io.bitchat.files.quota.Quota;
import io.bitchat.files.upload.FileName;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.time.Ids;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.transfer.FileManifest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Queues fetches. */
@ApplicationScoped
class Fetches {
    private static final String UNIQUE_VIOLATION = "23505";

    private final FetchConfig config;
    private final FilesConfig limits;
    private final FetchTable table;
    private final FileTable files;
    private final Transactions transactions;
    private final KnownPeers peers;
    private final Quota quota;
    private final KeyRing keys;
    private final Outbox outbox;
    private final Ids ids;
    private final InstantSource clock;

    Fetches(
            FetchConfig config,
            FilesConfig limits,
            FetchTable table,
            FileTable files,
            Transactions transactions,
            KnownPeers peers,
            Quota quota,
            KeyRing keys,
            Outbox outbox,
            Ids ids,
            InstantSource clock) {
        this.config = config;
        this.limits = limits;
        this.table = table;
        this.files = files;
        this.transactions = transactions;
        this.peers = peers;
        this.quota = quota;
        this.keys = keys;
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
    }

    /** The file, if it is known here. */
    Uni<Optional<StoredFile>> known(String fileId) {
        return files.find(fileId)
                .map(Optional::of)
                .onFailure(failure -> failure instanceof Problem problem && problem.status() == 404)
                .recoverWithItem(Optional.empty());
    }

    /** Fails with 409 if another file or another peer's upload has this id here, or if the file has failed. */
    static void requireSame(StoredFile file, FetchRequest request) {
        if (file.status() == FileStatus.FAILED) {
            throw Problem.conflict("upload_failed", "the file was given up here; its id cannot be used again");
        }
        var root = ChunkHash.parse(request.merkleRoot()).orElseThrow();
        boolean same =
                file.merkleRoot().map(root::equals).orElse(file.uploadedBy().equals(request.requestedBy()));
        if (!same) throw Problem.conflict("other_file", "another file, or another peer's upload, has this id here");
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
        return transactions.run(connection -> admit(connection, file.fileId(), request)
                .chain(() -> table.begin(connection, request, file.fileId(), urls, clock.instant())));
    }

    /** Queues a fetch of an unknown file, and inserts the file with a key of its own. */
    Uni<Void> begin(String fileId, FileManifest manifest, FetchRequest request, List<URI> urls, TraceContext trace) {
        if (manifest.plan().chunkSize() < FetchRequest.MIN_CHUNK) {
            throw Problem.invalid("chunk_size", "must be at least " + FetchRequest.MIN_CHUNK);
        }
        if (manifest.plan().fileSize() > limits.maxFileSize()) {
            throw Problem.tooLarge(
                    "a file may have " + limits.maxFileSize() + " bytes; this one has "
                            + manifest.plan().fileSize(),
                    limits.maxFileSize());
        }
        var file = fileOf(fileId, manifest, request);
        return quota.spare()
                .chain(spare -> transactions.run(connection -> admit(connection, fileId, request)
                        .chain(() -> quota.require(connection, file, spare))
                        .chain(() -> files.insert(connection, file))
                        .chain(() -> table.begin(connection, request, fileId, urls, clock.instant()))
                        .chain(() -> outbox.append(connection, List.of(new Outbox.Entry(fact(file), trace))))))
                .onFailure(Fetches::isTaken)
                .transform(_ -> Problem.conflict(
                        "other_file", "a file of this id was begun, or is being deleted, at this moment; try again"));
    }

    private static boolean isTaken(Throwable failure) {
        return failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState());
    }

    private Uni<Void> admit(SqlConnection connection, String fileId, FetchRequest request) {
        return peers.admit(connection, request.requestedBy())
                .invoke(known -> {
                    if (!known) throw Problem.notFound("peer", request.requestedBy());
                })
                .chain(() -> table.others(connection, fileId, request.requestedBy()))
                .invoke(others -> {
                    if (others.own() >= config.queuedOfOne()) throw tooMany(others.own() + " files of this peer");
                    if (others.all() >= config.queued()) throw tooMany(others.all() + " files");
                })
                .replaceWithVoid();
    }

    private static Problem tooMany(String what) {
        return Problem.tooMany(
                "too_many_fetches",
                what + " are fetched or wait for it, which is the limit; try again later",
                Duration.ofSeconds(10));
    }

    private StoredFile fileOf(String fileId, FileManifest manifest, FetchRequest request) {
        var key = keys.newKey();
        return new StoredFile(
                ids.next(),
                fileId,
                FileName.of(manifest.filename()),
                manifest.plan(),
                MediaType.orUnknown(manifest.mimeType()),
                0,
                request.requestedBy(),
                keys.wrap(fileId, key),
                key.hash(),
                FileStatus.PENDING,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static FileEvent fact(StoredFile file) {
        return new FileEvent.Initialised(
                file.fileId(),
                file.createdAt(),
                file.filename(),
                file.plan().fileSize(),
                file.mimeType(),
                file.plan().chunkSize(),
                file.plan().count(),
                file.uploadedBy());
    }
}
