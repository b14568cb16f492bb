package io.bitchat.contracts.transfers;

import io.bitchat.contracts.Event;
import io.bitchat.contracts.EventType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Facts on {@value #TOPIC}, keyed by transfer id: a file goes from one participant of a room to others, live. Exactly one
 * of {@link Completed}, {@link Cancelled}, {@link Failed} and {@link Expired} ends a transfer.
 */
public sealed interface TransferEvent extends Event {
    String TOPIC = "bitchat.transfers.v1";

    String transferId();

    String roomId();

    /** Peer that sends the file. */
    String senderId();

    @Override
    default String topic() {
        return TOPIC;
    }

    @Override
    default String key() {
        return transferId();
    }

    @Override
    default String subject() {
        return transferId();
    }

    /**
     * A participant of a room offers a file.
     *
     * @param receiverId the one peer that it is for; absent if every participant may accept
     * @param filename name for people
     * @param mimeType as the sender named it
     * @param fileSize size in bytes
     * @param chunkSize size of each chunk but the last in bytes
     * @param totalChunks number of chunks of the file
     * @param store whether the sender agrees that the file is kept after the transfer
     * @param expiresAt time after which it cannot be accepted
     * @param participants everybody in the room, the sender included, ordered by peer id
     */
    @EventType("io.bitchat.transfer.offered.v1")
    record Offered(
            String transferId,
            Instant at,
            String roomId,
            String senderId,
            @Nullable String receiverId,
            String filename,
            String mimeType,
            long fileSize,
            int chunkSize,
            int totalChunks,
            boolean store,
            Instant expiresAt,
            List<String> participants)
            implements TransferEvent {}

    /**
     * A peer accepted.
     *
     * @param store whether it agrees that the file is kept after the transfer
     */
    @EventType("io.bitchat.transfer.accepted.v1")
    record Accepted(String transferId, Instant at, String roomId, String senderId, String receiverId, boolean store)
            implements TransferEvent {}

    /**
     * A peer rejected.
     *
     * @param note its reason in its own words, or a code
     */
    @EventType("io.bitchat.transfer.rejected.v1")
    record Rejected(String transferId, Instant at, String roomId, String senderId, String receiverId, String note)
            implements TransferEvent {}

    /**
     * No chunk flows any more, for now.
     *
     * @param peerId peer that paused, or that has lost its connection
     */
    @EventType("io.bitchat.transfer.paused.v1")
    record Paused(String transferId, Instant at, String roomId, String senderId, String peerId)
            implements TransferEvent {}

    /**
     * Chunks flow again.
     *
     * @param peerId peer that resumed, or that is connected again
     */
    @EventType("io.bitchat.transfer.resumed.v1")
    record Resumed(String transferId, Instant at, String roomId, String senderId, String peerId)
            implements TransferEvent {}

    /**
     * How far the transfer is; published at most once a second. A newer one replaces it, so one may be missing.
     *
     * @param chunksSent number of chunks that the sender has brought
     * @param chunksReceived number of chunks that the slowest receiver has confirmed
     * @param totalChunks number of chunks of the file
     * @param percentage share of {@code chunksReceived} in percent, two decimals, rounded half up
     * @param bytesTransferred bytes of {@code chunksReceived}
     * @param receivers those who have accepted
     * @param participants everybody in the room now; absent if it is a group, whose members its own events tell
     */
    @EventType("io.bitchat.transfer.progressed.v1")
    record Progressed(
            String transferId,
            Instant at,
            String roomId,
            String senderId,
            String status,
            int chunksSent,
            int chunksReceived,
            int totalChunks,
            double percentage,
            long bytesTransferred,
            List<ReceiverProgress> receivers,
            @Nullable List<String> participants)
            implements TransferEvent {}

    /**
     * At least one receiver has the whole file, and nobody else goes on.
     *
     * @param receivedBy those who have the whole file
     * @param fileId file under which it is kept; absent if it is not
     */
    @EventType("io.bitchat.transfer.completed.v1")
    record Completed(
            String transferId,
            Instant at,
            String roomId,
            String senderId,
            List<String> receivedBy,
            @Nullable String fileId)
            implements TransferEvent {}

    /**
     * A peer did not want it any more, or did nothing.
     *
     * @param note reason in a peer's own words, or a code
     */
    @EventType("io.bitchat.transfer.cancelled.v1")
    record Cancelled(String transferId, Instant at, String roomId, String senderId, String note)
            implements TransferEvent {}

    /**
     * The service could not go on, or a chunk was damaged twice.
     *
     * @param reason a stable code
     */
    @EventType("io.bitchat.transfer.failed.v1")
    record Failed(String transferId, Instant at, String roomId, String senderId, String reason)
            implements TransferEvent {}

    /**
     * Nobody accepted in time, or a pause took too long.
     *
     * @param reason a stable code
     */
    @EventType("io.bitchat.transfer.expired.v1")
    record Expired(String transferId, Instant at, String roomId, String senderId, String reason)
            implements TransferEvent {}
}
