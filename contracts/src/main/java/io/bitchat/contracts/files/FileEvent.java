package io.bitchat.contracts.files;

import io.bitchat.contracts.Event;
import io.bitchat.contracts.EventType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Facts on {@value #TOPIC}, keyed by file id. Whoever knows the id of a file can download it: guard the topic like the
 * files.
 */
public sealed interface FileEvent extends Event {
    String TOPIC = "bitchat.files.v1";

    String fileId();

    @Override
    default String topic() {
        return TOPIC;
    }

    @Override
    default String key() {
        return fileId();
    }

    @Override
    default String subject() {
        return fileId();
    }

    /**
     * An upload was begun; nothing of the file is here yet.
     *
     * @param filename for people
     * @param fileSize bytes
     * @param mimeType as the uploader named it
     * @param chunkSize bytes of each chunk but the last
     * @param totalChunks how many there will be
     * @param uploadedBy the peer that uploads
     */
    @EventType("io.bitchat.file.initialised.v1")
    record Initialised(
            String fileId,
            Instant at,
            String filename,
            long fileSize,
            String mimeType,
            int chunkSize,
            int totalChunks,
            String uploadedBy)
            implements FileEvent {}

    /**
     * A chunk is stored.
     *
     * @param chunkIndex from 0
     * @param chunkHash SHA-256 of its bytes, 64 hexadecimal digits
     * @param chunkSize bytes
     * @param uploadedChunks how many are stored now
     * @param totalChunks how many there will be
     * @param uploadedBy the peer that uploads; absent in events of before this was told
     */
    @EventType(value = "io.bitchat.file.chunk_stored.v1", schemaVersion = 2)
    record ChunkStored(
            String fileId,
            Instant at,
            int chunkIndex,
            String chunkHash,
            int chunkSize,
            int uploadedChunks,
            int totalChunks,
            @Nullable String uploadedBy)
            implements FileEvent {}

    /**
     * All chunks are stored: the file can be downloaded. Comes again where a damaged chunk was replaced.
     *
     * @param merkleRoot of the tree over the chunks' hashes (RFC 9162, section 2.1), 64 hexadecimal digits
     */
    @EventType("io.bitchat.file.completed.v1")
    record Completed(
            String fileId,
            Instant at,
            String filename,
            long fileSize,
            String mimeType,
            int totalChunks,
            String merkleRoot,
            String uploadedBy)
            implements FileEvent {}

    /**
     * The upload has ended without the file; what was stored of it is deleted.
     *
     * @param reason {@code cancelled} or {@code expired}
     */
    @EventType("io.bitchat.file.failed.v1")
    record Failed(String fileId, Instant at, String reason, String uploadedBy) implements FileEvent {}

    /**
     * The file was complete, and its owner has deleted it: nobody can download it here any more.
     *
     * @param uploadedBy the peer that had uploaded it
     */
    @EventType("io.bitchat.file.deleted.v1")
    record Deleted(String fileId, Instant at, String uploadedBy) implements FileEvent {}

    /**
     * A peer says that it holds chunks of the file, other ones than before, or can be asked elsewhere.
     *
     * @param url where they can be asked for; absent where they are only known to be held
     * @param heldChunks how many it holds
     * @param totalChunks how many the file has
     */
    @EventType("io.bitchat.file.source_announced.v1")
    record SourceAnnounced(
            String fileId,
            Instant at,
            String peerId,
            @Nullable String url,
            int heldChunks,
            int totalChunks) implements FileEvent {}
}
