package io.bitchat.contracts.messages;

import io.bitchat.contracts.Event;
import io.bitchat.contracts.EventType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Facts on {@value #TOPIC}, keyed by conversation, so that all facts about one conversation are in order. Content is
 * opaque and as sent; clients that encrypt send ciphertext.
 */
public sealed interface MessageEvent extends Event {
    String TOPIC = "bitchat.messages.v1";

    String messageId();

    /** The two peer ids in ascending order with {@code |} between them; see {@link Conversation#between}. */
    String conversation();

    String fromPeerId();

    String toPeerId();

    @Override
    default String topic() {
        return TOPIC;
    }

    @Override
    default String key() {
        return conversation();
    }

    @Override
    default String subject() {
        return messageId();
    }

    /**
     * A message was accepted and stored.
     *
     * @param sequence position in the conversation: 1, 2, 3 … without a gap
     * @param cursor position in the recipient's stream, as used in {@code ?since=} and {@code ?after=}; see
     *     {@link Cursor}
     * @param content as sent, at most 64 KiB by default
     * @param ttlSeconds time to live: the message fails if it is not delivered by {@code expiresAt} = sent + ttl
     */
    @EventType("io.bitchat.message.sent.v1")
    record Sent(
            String messageId,
            Instant at,
            String conversation,
            String fromPeerId,
            String toPeerId,
            long sequence,
            String cursor,
            String content,
            String encryptionAlgorithm,
            @Nullable String nonce,
            int ttlSeconds,
            Instant expiresAt,
            int hopCount)
            implements MessageEvent {}

    /** The recipient acknowledged the message. */
    @EventType("io.bitchat.message.delivered.v1")
    record Delivered(String messageId, Instant at, String conversation, String fromPeerId, String toPeerId)
            implements MessageEvent {}

    /** The recipient has read the message; published only for peers that allow read receipts. */
    @EventType("io.bitchat.message.read.v1")
    record Read(String messageId, Instant at, String conversation, String fromPeerId, String toPeerId)
            implements MessageEvent {}

    /**
     * The message will not be delivered any more.
     *
     * @param reason a stable code, for example {@code ttl_expired}
     */
    @EventType("io.bitchat.message.failed.v1")
    record Failed(String messageId, Instant at, String conversation, String fromPeerId, String toPeerId, String reason)
            implements MessageEvent {}
}
