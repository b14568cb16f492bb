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
 * A file as stored in the database.
 *
 * @param filename name for people, without a path and control characters
 * @param uploadedChunks number of chunks that are stored
 * @param key its wrapped key
 * @param keyHash SHA-256 of the key
 * @param completedAt time at which the last chunk was first stored
 * @param merkleRoot root over all chunks; known once all have come
 * @param sources peers that have announced the whole file
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
    /** Prefix of the id of a file. */
    public static final String WHOLE = "file_";
    /**
     * Prefix of the id of a part, from which a file is concatenated. A part has no events and is never given out by
     * itself.
     */
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

    /** The same file with another key. */
    public StoredFile with(Wrapped otherKey, ChunkHash hash) {
        return new StoredFile(
                id,
                fileId,
                filename,
                plan,
                mimeType,
                uploadedChunks,
                uploadedBy,
                otherKey,
                hash,
                status,
                createdAt,
                completedAt,
                merkleRoot,
                sources);
    }

    /** Whether it is a part, from which a file is concatenated. */
    public boolean isPartial() {
        return fileId.startsWith(PARTIAL);
    }

    /** Whether all chunks are stored. */
    public boolean isComplete() {
        return status == FileStatus.COMPLETED;
    }

    /** Parses a chunk index sent by a client; fails with 422 if the file has no such chunk. */
    public int indexIn(String text) {
        if (INDEX.matcher(text).matches() && plan.has(Integer.parseInt(text))) return Integer.parseInt(text);
        throw Problem.invalid("chunk_index", "must be 0 to " + (plan.count() - 1));
    }

    /** Key of a chunk's object in the store. */
    public ObjectKey objectOf(int index) {
        return new ObjectKey(fileId, index);
    }

    /**
     * The place that a chunk is sealed for.
     *
     * @param hash SHA-256 of the chunk's bytes
     */
    public SealedChunk.Place placeOf(int index, ChunkHash hash) {
        return new SealedChunk.Place(fileId, index, plan.count(), Optional.of(hash));
    }
}
