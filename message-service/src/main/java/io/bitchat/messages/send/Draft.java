package io.bitchat.messages.send;

import io.bitchat.contracts.messages.Conversation;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.messages.Status;
import io.bitchat.messages.StoredMessage;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A valid message that has no places in its streams yet. */
record Draft(
        UUID id,
        MessageName name,
        String fromPeerId,
        String toPeerId,
        String content,
        String encryptionAlgorithm,
        @Nullable String nonce,
        int ttl,
        Instant receivedAt,
        TraceContext trace) {

    String conversation() {
        return Conversation.between(fromPeerId, toPeerId);
    }

    StoredMessage at(String messageId, long sequence, long position, Instant sentAt) {
        return new StoredMessage(
                id,
                messageId,
                fromPeerId,
                toPeerId,
                null,
                content,
                encryptionAlgorithm,
                nonce,
                Status.SENT,
                sentAt,
                null,
                null,
                null,
                ttl,
                0,
                conversation(),
                sequence,
                position,
                receivedAt);
    }

    /** Whether {@code stored} was sent by this sender to this recipient. */
    boolean isOfSamePair(StoredMessage stored) {
        return stored.fromPeerId().equals(fromPeerId) && toPeerId.equals(stored.toPeerId());
    }

    /** Whether {@code stored} has the same sender, recipient and content as this draft. */
    boolean isSameAs(StoredMessage stored) {
        return isOfSamePair(stored) && stored.content().equals(content);
    }
}
