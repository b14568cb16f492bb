package io.bitchat.messages;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message as it is stored, with its content readable.
 *
 * @param toPeerId the recipient; null for what was said in a group
 * @param groupId the group; null for what one peer sent another
 * @param sequence place in the conversation or the group, from 1
 * @param position place in the recipient's stream, from 1; 0 for a group message that is nobody's copy in particular
 * @param ttl seconds from {@code sentAt} to expiry
 * @param hopCount relays it passed
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
        String conversation,
        long sequence,
        long position) {

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
                conversation,
                sequence,
                place);
    }

    /** Whom a message between two peers is for. */
    public String recipient() {
        return Objects.requireNonNull(toPeerId, "a group message has many recipients");
    }

    /** When the message fails unless it is delivered; a group message is of no news any more then. */
    public Instant expiresAt() {
        return sentAt.plusSeconds(ttl);
    }
}
