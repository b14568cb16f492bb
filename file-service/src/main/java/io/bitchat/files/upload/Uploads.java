package io.bitchat.files.upload;

import io.bitchat.chunks.ChunkPlan;
import io.bitchat.files.FilesConfig;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.quota.Quota;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.trace.TraceContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.HexFormat;

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
    private final UploadAdmission admission;
    private final Quota quota;
    private final NewFiles newFiles;
    private final SecureRandom random = new SecureRandom();

    Uploads(FilesConfig config, Transactions transactions, UploadAdmission admission, Quota quota, NewFiles newFiles) {
        this.config = config;
        this.transactions = transactions;
        this.admission = admission;
        this.quota = quota;
        this.newFiles = newFiles;
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
                    "a file may have at most " + config.maxFileSize() + " bytes; this one has " + request.fileSize(),
                    config.maxFileSize());
        }
        var file = newFiles.of(
                kind + randomId(),
                request.filename(),
                new ChunkPlan(request.fileSize(), config.chunkSize()),
                request.mimeTypeOrUnknown(),
                request.uploadedBy());
        return quota.spare()
                .chain(spare -> transactions.run(connection -> admission
                        .decide(connection, file, spare)
                        .chain(() -> newFiles.insert(connection, file, trace))
                        .chain(() -> also.write(connection, file))
                        .replaceWith(file)));
    }

    private String randomId() {
        var bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
