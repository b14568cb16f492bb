package io.bitchat.files.transfer.api;

import io.bitchat.files.transfer.table.TransferRow;
import io.bitchat.rooms.Percent;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A transfer.
 *
 * @param chunksSent number of verified chunks that the sender has brought
 * @param chunksReceived number of chunks that the slowest receiver has
 * @param progressPercent share of chunksSent in percent, two decimals, rounded half up
 * @param bytesTransferred bytes of chunksSent
 * @param startedAt time of the first accept
 * @param completedAt time of the end, however it ended
 * @param error reason of an end without success
 * @param fileId file under which it is kept: {@code GET /api/bitchat/files/{file_id}}
 */
@Schema(name = "Transfer")
record TransferResponse(
        @Schema(examples = "0190f5c2-0000-7000-8000-000000000001")
        String transferId,

        @Schema(examples = "room_123") String roomId,
        @Schema(examples = "alice") String senderId,
        @Schema(examples = "bob") @Nullable String receiverId,
        @Schema(examples = "document.pdf") String filename,
        @Schema(examples = "application/pdf") String mimeType,
        @Schema(examples = "10485760") long fileSize,
        @Schema(examples = "65536") int chunkSize,
        @Schema(examples = "160") int totalChunks,
        @Schema(examples = "85") int chunksSent,
        @Schema(examples = "80") int chunksReceived,
        @Schema(examples = "active") String status,
        @Schema(examples = "53.13") double progressPercent,
        @Schema(examples = "5570560") long bytesTransferred,
        boolean store,
        Instant offeredAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        @Nullable String error,
        @Nullable String fileId,
        List<TransferRow.Receiver> receivers) {
    static TransferResponse of(TransferRow row) {
        var offer = row.offer();
        var chunking = offer.file().chunking();
        return new TransferResponse(
                offer.id().toString(),
                offer.room(),
                offer.sender(),
                offer.receiver(),
                offer.file().name(),
                offer.file().mimeType(),
                chunking.size(),
                chunking.chunkSize(),
                chunking.count(),
                row.chunksSent(),
                row.chunksReceived(),
                row.status(),
                Percent.of(row.chunksSent(), chunking.count()).value(),
                chunking.bytes(row.chunksSent()),
                offer.stored(),
                row.offeredAt(),
                row.startedAt(),
                row.endedAt(),
                row.error().isEmpty() ? null : row.error(),
                row.fileId(),
                row.receivers());
    }
}
