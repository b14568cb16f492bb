package io.bitchat.files.transfer.live;

import io.bitchat.files.transfer.table.TransferRow;
import io.bitchat.rooms.Percent;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A transfer as clients see it: the object of the HTTP interface, in frames. */
final class TransferJson {
    private TransferJson() {}

    static JsonObject of(TransferRow row) {
        var offer = row.offer();
        var chunking = offer.file().chunking();
        return new JsonObject()
                .put("transfer_id", offer.id().toString())
                .put("room_id", offer.room())
                .put("sender_id", offer.sender())
                .put("receiver_id", offer.receiver())
                .put("filename", offer.file().name())
                .put("mime_type", offer.file().mimeType())
                .put("file_size", chunking.size())
                .put("chunk_size", chunking.chunkSize())
                .put("total_chunks", chunking.count())
                .put("chunks_sent", row.chunksSent())
                .put("chunks_received", row.chunksReceived())
                .put("status", row.status())
                .put(
                        "progress_percent",
                        Percent.of(row.chunksSent(), chunking.count()).value())
                .put("bytes_transferred", chunking.bytes(row.chunksSent()))
                .put("started_at", text(row.startedAt()))
                .put("completed_at", text(row.endedAt()))
                .put("error", row.error().isEmpty() ? null : row.error())
                .put("store", offer.stored())
                .put("receivers", row.receiversJson());
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
