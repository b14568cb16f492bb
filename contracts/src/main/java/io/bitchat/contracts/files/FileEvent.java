package io.bitchat.contracts.files;

import io.bitchat.contracts.Event;
import io.bitchat.contracts.EventType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Facts on {@value #TOPIC}, keyed by file id. Anyone who knows the id of a file can download it, so the topic needs the
 * same protection as the files.
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
     * An upload was begun; no chunk is stored yet.
     *
     * @param filename name for people
     * @param fileSize size in bytes
     * @param mimeType as the uploader named it
     * @param chunkSize size of each chunk but the last in bytes
     * @param totalChunks number of chunks of the file
     * @param uploadedBy peer that uploads
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
     * @param chunkSize size in bytes
     * @param uploadedChunks number of chunks stored now
     * @param totalChunks number of chunks of the file
     * @param uploadedBy peer that uploads; absent in events of schema version 1
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
     * All chunks are stored: the file can be downloaded. Published again after a damaged chunk was replaced.
     *
     * @param merkleRoot root of the tree over the chunks' hashes (RFC 9162, section 2.1), 64 hexadecimal digits
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
     * The upload has ended before the file was complete; its stored chunks are deleted.
     *
     * @param reason {@code cancelled} or {@code expired}
     */
    @EventType("io.bitchat.file.failed.v1")
    record Failed(String fileId, Instant at, String reason, String uploadedBy) implements FileEvent {}

    /**
     * The file was complete, and its owner has deleted it: it can no longer be downloaded here.
     *
     * @param uploadedBy peer that had uploaded it
     */
    @EventType("io.bitchat.file.deleted.v1")
    record Deleted(String fileId, Instant at, String uploadedBy) implements FileEvent {}

    /**
     * Chunks that a peer had uploaded or served were compared with their hashes.
     *
     * @param peerId peer that had sent the chunks
     * @param valid number of chunks with the right hash
     * @param invalid number of chunks with another hash
     */
    @EventType("io.bitchat.file.chunks_checked.v1")
    record ChunksChecked(String fileId, Instant at, String peerId, int valid, int invalid) implements FileEvent {}

    /**
     * A peer has announced chunks of the file, and the chunks or the URL differ from its previous announcement.
     *
     * @param url URL at which the chunks can be requested; absent if the peer cannot be asked
     * @param heldChunks number of chunks that it holds
     * @param totalChunks number of chunks of the file
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
