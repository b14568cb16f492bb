package io.bitchat.files.tus;

import io.bitchat.files.file.FileStatus;
import io.bitchat.files.file.StoredFile;
import io.bitchat.kit.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Snapshot of an upload in the database.
 *
 * @param metadata as the client sent it; may be empty
 * @param concat as the client sent it
 * @param parts ids of the parts of a concatenated file, in order; empty for all others
 * @param joinedBy id of the file that uses this part
 * @param joined whether that file is complete, so that the part is not needed any more
 * @param touchedAt time of the last activity
 * @param chunks number of stored chunks before the first gap
 * @param tail bytes that are kept of the next chunk
 */
public record TusUpload(
        StoredFile file,
        String metadata,
        Optional<String> concat,
        List<String> parts,
        Optional<String> joinedBy,
        boolean joined,
        Instant touchedAt,
        int chunks,
        Optional<Tail> tail) {
    /**
     * Bytes that are kept of a chunk whose rest is missing.
     *
     * @param number number of its object
     * @param size size in bytes
     */
    public record Tail(int number, int size) {}

    public String fileId() {
        return file.fileId();
    }

    boolean isFinal() {
        return !parts.isEmpty();
    }

    /** Number of bytes that need not be sent again. */
    public long offset() {
        if (joined || chunks == file.plan().count()) return file.plan().fileSize();
        return file.plan().offset(chunks) + tail.map(Tail::size).orElse(0);
    }

    public boolean isComplete() {
        return offset() == file.plan().fileSize();
    }

    Instant expiresAt(Duration expiry) {
        return touchedAt.plus(expiry);
    }

    /** Fails with 410 if the upload was cancelled or has expired. */
    public TusUpload requireAlive(Instant now, Duration expiry) {
        boolean failed = file.status() == FileStatus.FAILED && !joined;
        boolean late = !isComplete()
                && file.merkleRoot().isEmpty()
                && expiresAt(expiry).isBefore(now);
        if (!failed && !late) return this;
        throw Problem.of(410, "upload_gone", "the upload was cancelled or has expired; begin a new one");
    }
}
