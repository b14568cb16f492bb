package io.bitchat.messages;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored message with its content decrypted.
 *
 * @param toPeerId the recipient; null for a group message
 * @param groupId the group; null for a message between two peers
 * @param sequence place in the conversation or the group, from 1
 * @param position place in the recipient's stream, from 1; 0 for a group message outside any recipient's stream
 * @param ttl seconds from {@code sentAt} to expiry
 * @param hopCount number of relays that it passed
 * @param unverified whether an edge node has brought it and nobody has proved that the sender wrote it
 * @param receivedAt when this installation received it; {@code sentAt} is by the clock of the installation that accepted
 *     it, which is another one for some group messages
 */
public record StoredMessage(
        UUID id,
        String messageId,
        String fromPeerId,
        @Nullable String toPeerId,
        @Nullable String groupId,
        String content,
        String encryptionAlgorithm,
        @Nullable String nonce,
        Status status,
        Instant sentAt,
        @Nullable Instant deliveredAt,
        @Nullable Instant readAt,
        @Nullable String failedReason,
        int ttl,
        int hopCount,
        boolean unverified,
        String conversation,
        long sequence,
        long position,
        Instant receivedAt) {

    /** The same message at its place in the stream of one recipient. */
    public StoredMessage at(long place) {
        return new StoredMessage(
                id,
                messageId,
                fromPeerId,
                toPeerId,
                groupId,
                content,
                encryptionAlgorithm,
                nonce,
                status,
                sentAt,
                deliveredAt,
                readAt,
                failedReason,
                ttl,
                hopCount,
                unverified,
                conversation,
                sequence,
                place,
                receivedAt);
    }

    /** The recipient of a message between two peers. */
    public String recipient() {
        return Objects.requireNonNull(toPeerId, "a group message has many recipients");
    }

    /** When an undelivered message fails; a group message is no longer pushed as new after this time. */
    public Instant expiresAt() {
        return sentAt.plusSeconds(ttl);
    }
}
