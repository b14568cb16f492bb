package io.bitchat.files.file;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.ChunkPlan;
import io.bitchat.chunks.SealedChunk;
import io.bitchat.files.keys.KeyRing.Wrapped;
import io.bitchat.files.store.ObjectKey;
import io.bitchat.kit.problem.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A file as the database has it.
 *
 * @param filename for people: no path, no control characters
 * @param uploadedChunks how many are stored
 * @param key its key, wrapped
 * @param keyHash SHA-256 of the key
 * @param completedAt when the last chunk came for the first time
 * @param merkleRoot stands for all chunks; known once all have come
 * @param sources peers that have said they hold it
 */
public record StoredFile(
        UUID id,
        String fileId,
        String filename,
        ChunkPlan plan,
        String mimeType,
        int uploadedChunks,
        String uploadedBy,
        Wrapped key,
        ChunkHash keyHash,
        FileStatus status,
        Instant createdAt,
        Optional<Instant> completedAt,
        Optional<ChunkHash> merkleRoot,
        List<String> sources) {
    /** How the id of a file begins. */
    public static final String WHOLE = "file_";
    /** How the id of a part begins that another file will be made of. It is never told of or given out by itself. */
    public static final String PARTIAL = "part_";

    private static final Pattern INDEX = Pattern.compile("[0-9]{1,7}");

    static StoredFile of(Row row) {
        return new StoredFile(
                row.getUUID("id"),
                row.getString("file_id"),
                row.getString("filename"),
                new ChunkPlan(row.getLong("file_size"), row.getInteger("chunk_size")),
                row.getString("mime_type"),
                row.getInteger("uploaded_chunks"),
                row.getString("uploaded_by"),
                new Wrapped(row.getBuffer("wrapped_key").getBytes(), row.getString("wrapping_key_id")),
                ChunkHash.parse(row.getString("encryption_key_hash")).orElseThrow(),
                FileStatus.of(row.getString("status")),
                row.getOffsetDateTime("created_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("completed_at")).map(at -> at.toInstant()),
                Optional.ofNullable(row.getString("merkle_root")).flatMap(ChunkHash::parse),
                texts((JsonArray) row.getValue("download_sources")));
    }

    static List<String> texts(JsonArray array) {
        return array.stream().map(String.class::cast).toList();
    }

    /** Whether it is a part that another file will be made of. */
    public boolean isPartial() {
        return fileId.startsWith(PARTIAL);
    }

    /** Whether all chunks are stored. */
    public boolean isComplete() {
        return status == FileStatus.COMPLETED;
    }

    /** Reads the index of a chunk as a client wrote it; fails with 422 where the file has no such chunk. */
    public int indexIn(String text) {
        if (INDEX.matcher(text).matches() && plan.has(Integer.parseInt(text))) return Integer.parseInt(text);
        throw Problem.invalid("chunk_index", "must be 0 to " + (plan.count() - 1));
    }

    /** Where a chunk lies in the store. */
    public ObjectKey objectOf(int index) {
        return new ObjectKey(fileId, index);
    }

    /**
     * What a chunk is sealed for.
     *
     * @param hash that of its bytes
     */
    public SealedChunk.Place placeOf(int index, ChunkHash hash) {
        return new SealedChunk.Place(fileId, index, plan.count(), Optional.of(hash));
    }
}
