package io.bitchat.files.file;

import io.bitchat.chunks.ChunkHash;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A file as clients see it.
 *
 * @param chunkSize size of each chunk but the last in bytes; use this value, not one known from other files
 * @param progress percentage of chunks that are stored, with two decimals
 * @param status pending, uploading, completed or failed
 * @param downloadSources peers that have announced the whole file
 * @param merkleRoot root of the tree over the chunks' hashes (RFC 9162, section 2.1), once all chunks are stored
 */
@Schema(name = "FileResponse")
public record FileResponse(
        UUID id,

        @Schema(examples = "file_9f86d081884c7d659a2feaa0c55ad015")
        String fileId,

        @Schema(examples = "document.pdf") String filename,
        long fileSize,
        String mimeType,
        int chunkSize,
        int totalChunks,
        int uploadedChunks,
        String uploadedBy,
        String status,
        BigDecimal progress,
        Instant createdAt,
        @Nullable Instant completedAt,
        List<String> downloadSources,
        @Nullable String merkleRoot) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    public static FileResponse of(StoredFile file) {
        return new FileResponse(
                file.id(),
                file.fileId(),
                file.filename(),
                file.plan().fileSize(),
                file.mimeType(),
                file.plan().chunkSize(),
                file.plan().count(),
                file.uploadedChunks(),
                file.uploadedBy(),
                file.status().wire(),
                percent(file.uploadedChunks(), file.plan().count()),
                file.createdAt(),
                file.completedAt().orElse(null),
                file.sources(),
                file.merkleRoot().map(ChunkHash::toString).orElse(null));
    }

    static BigDecimal percent(int part, int whole) {
        var exact =
                BigDecimal.valueOf(part).multiply(HUNDRED).divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP);
        // 40.0 rather than 40.00, and never 4E+1
        return exact.stripTrailingZeros()
                .setScale(Math.max(1, exact.stripTrailingZeros().scale()), RoundingMode.UNNECESSARY);
    }
}
