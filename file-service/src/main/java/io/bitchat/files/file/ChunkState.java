package io.bitchat.files.file;

import io.bitchat.chunks.ChunkHash;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A chunk that is stored, damaged or being written.
 *
 * @param hash SHA-256 of its bytes
 * @param size size in bytes
 * @param uploadedAt time at which it was stored; empty until then
 * @param damaged whether the stored chunk could not be read, so that the same bytes must be sent again
 * @param availableFrom peers that have it
 */
public record ChunkState(
        UUID id,
        String fileId,
        int index,
        ChunkHash hash,
        int size,
        Optional<Instant> uploadedAt,
        boolean damaged,
        List<String> availableFrom) {
    static ChunkState of(Row row) {
        return new ChunkState(
                row.getUUID("id"),
                row.getString("file_id"),
                row.getInteger("chunk_index"),
                ChunkHash.parse(row.getString("chunk_hash")).orElseThrow(),
                row.getInteger("chunk_size"),
                Optional.ofNullable(row.getOffsetDateTime("uploaded_at")).map(at -> at.toInstant()),
                row.getOffsetDateTime("damaged_at") != null,
                StoredFile.texts((JsonArray) row.getValue("available_from")));
    }

    /** Whether it can be read. */
    public boolean isStored() {
        return uploadedAt.isPresent();
    }
}
