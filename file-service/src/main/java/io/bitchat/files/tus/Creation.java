package io.bitchat.files.tus;

import io.bitchat.files.file.StoredFile;
import io.bitchat.files.upload.UploadRequest;
import io.bitchat.files.upload.Uploads;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.trace.TraceContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;

/** Begins uploads from the headers of a tus request. */
@ApplicationScoped
class Creation {
    private static final String NAMELESS = "file";

    private final Uploads uploads;
    private final TusTable table;
    private final Validator validator;

    Creation(Uploads uploads, TusTable table, Validator validator) {
        this.uploads = uploads;
        this.table = table;
        this.validator = validator;
    }

    /**
     * Begins a file or a part of one.
     *
     * @param length size in bytes; 422 for 0, 413 for too many
     */
    Uni<StoredFile> begin(long length, String owner, UploadMetadata metadata, UploadConcat concat, TraceContext trace) {
        return begin(length, owner, metadata, concat, trace, (_, _) -> Uni.createFrom()
                .voidItem());
    }

    Uni<StoredFile> begin(
            long length,
            String owner,
            UploadMetadata metadata,
            UploadConcat concat,
            TraceContext trace,
            Uploads.Also also) {
        if (length == 0) {
            throw Problem.invalid(TusHeaders.LENGTH, "must be at least 1: empty files cannot be uploaded");
        }
        var kind = concat instanceof UploadConcat.Partial ? StoredFile.PARTIAL : StoredFile.WHOLE;
        return uploads.begin(request(length, owner, metadata), kind, trace, (connection, file) -> table.insert(
                        connection, file, metadata, concat)
                .chain(() -> also.write(connection, file)));
    }

    private UploadRequest request(long length, String owner, UploadMetadata metadata) {
        var request = new UploadRequest(
                metadata.text("filename", "name")
                        .filter(name -> !name.isBlank())
                        .orElse(NAMELESS),
                length,
                owner,
                metadata.text("filetype", "mime_type", "type").orElse(null));
        validator.validate(request).stream().findFirst().ifPresent(fault -> {
            throw UploadMetadata.bad("has an invalid " + fault.getPropertyPath() + ": it " + fault.getMessage());
        });
        return request;
    }
}
