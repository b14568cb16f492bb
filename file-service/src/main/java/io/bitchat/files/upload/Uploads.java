package io.bitchat.files.upload;

import io.bitchat.chunks.ChunkPlan;
import io.bitchat.contracts.files.FileEvent;
import io.bitchat.files.FilesConfig;
import io.bitchat.files.file.FileStatus;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.keys.KeyRing;
import io.bitchat.files.peers.KnownPeers;
import io.bitchat.files.quota.Quota;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.time.Ids;
import io.bitchat.kit.trace.TraceContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Begins uploads. */
@ApplicationScoped
public class Uploads {
    /** Further writes in the transaction that begins an upload. */
    public interface Also {
        Uni<Void> write(SqlConnection connection, StoredFile file);
    }

    /** 128 random bits, so that ids cannot be guessed. */
    private static final int ID_BYTES = 16;

    private final FilesConfig config;
    private final Transactions transactions;
    private final KnownPeers peers;
    private final FileTable files;
    private final Quota quota;
    private final KeyRing keys;
    private final Outbox outbox;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Uploads(
            FilesConfig config,
            Transactions transactions,
            KnownPeers peers,
            FileTable files,
            Quota quota,
            KeyRing keys,
            Outbox outbox,
            Ids ids,
            InstantSource clock) {
        this.config = config;
        this.transactions = transactions;
        this.peers = peers;
        this.files = files;
        this.quota = quota;
        this.keys = keys;
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Begins an upload; fails with 413 if the file is too large, and with 429 if the peer has too many uploads in
     * progress.
     */
    Uni<StoredFile> begin(UploadRequest request, TraceContext trace) {
        return begin(
                request, StoredFile.WHOLE, trace, (_, _) -> Uni.createFrom().voidItem());
    }

    /**
     * Begins an upload, with further writes in its transaction.
     *
     * @param kind prefix of its id: {@link StoredFile#WHOLE} or {@link StoredFile#PARTIAL}
     */
    public Uni<StoredFile> begin(UploadRequest request, String kind, TraceContext trace, Also also) {
        if (request.fileSize() > config.maxFileSize()) {
            throw Problem.tooLarge(
                    "a file may have " + config.maxFileSize() + " bytes; this one has " + request.fileSize(),
                    config.maxFileSize());
        }
        var file = fileOf(request, kind);
        return quota.spare()
                .chain(spare -> transactions.run(connection -> decide(connection, file, spare)
                        .chain(() -> together(files.insert(connection, file), tell(connection, file, trace)))
                        .chain(() -> also.write(connection, file))
                        .replaceWith(file)));
    }

    /** Pipelines the statements; the server answers them in order. */
    private Uni<Void> decide(SqlConnection connection, StoredFile file, OptionalLong spare) {
        var admitted = peers.admit(connection, file.uploadedBy()).invoke(known -> {
            if (!known) throw Problem.notFound("peer", file.uploadedBy());
        });
        var since = file.createdAt().minus(config.uploadIdle());
        // takes the peer's lock, which also protects the statement after it
        var room = quota.require(connection, file, spare);
        var open = files.openUploads(connection, file.uploadedBy(), since).invoke(count -> requireTurn(count, file));
        return Uni.combine().all().unis(admitted, room, open).discardItems();
    }

    private static Uni<Void> together(Uni<?> first, Uni<?> second) {
        return Uni.combine().all().unis(first, second).discardItems();
    }

    private void requireTurn(long open, StoredFile file) {
        if (open < config.maxUploadsPerPeer()) return;
        throw Problem.tooMany(
                "too_many_uploads",
                open + " uploads of '" + file.uploadedBy()
                        + "' are under way, which is the limit; finish or"
                        + " cancel one, or wait until it has been silent for "
                        + config.uploadIdle().toMinutes() + " minutes",
                config.uploadIdle());
    }

    private Uni<Void> tell(SqlConnection connection, StoredFile file, TraceContext trace) {
        if (file.isPartial()) return Uni.createFrom().voidItem();
        return outbox.append(connection, List.of(new Outbox.Entry(fact(file), trace)));
    }

    private StoredFile fileOf(UploadRequest request, String kind) {
        var fileId = kind + randomId();
        var key = keys.newKey();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new StoredFile(
                ids.next(),
                fileId,
                FileName.of(request.filename()),
                new ChunkPlan(request.fileSize(), config.chunkSize()),
                request.mimeTypeOrUnknown(),
                0,
                request.uploadedBy(),
                keys.wrap(fileId, key),
                key.hash(),
                FileStatus.PENDING,
                now,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private String randomId() {
        var bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
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
