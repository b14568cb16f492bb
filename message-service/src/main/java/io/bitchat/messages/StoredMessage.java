package io.bitchat.messages;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message as it is stored, with its content readable.
 *
 * @param sequence place in the conversation, from 1
 * @param position place in the recipient's stream, from 1
 * @param ttl seconds from {@code sentAt} to expiry
 * @param hopCount relays it passed
 */
public record StoredMessage(
        UUID id,
        String messageId,
        String fromPeerId,
        String toPeerId,
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

    /** When the message fails unless it is delivered. */
    public Instant expiresAt() {
        return sentAt.plusSeconds(ttl);
    }
}
