package io.bitchat.messages.send;

import io.bitchat.contracts.messages.Conversation;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.messages.Status;
import io.bitchat.messages.StoredMessage;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A valid message that has no places in its streams yet.
 *
 * @param passage how it came; null if its sender gave it to this service
 */
record Draft(
        UUID id,
        MessageName name,
        String fromPeerId,
        String toPeerId,
        String content,
        String encryptionAlgorithm,
        @Nullable String nonce,
        int ttl,
        @Nullable Passage passage,
        Instant receivedAt,
        TraceContext trace) {

    /**
     * The way of a message that an edge node has brought.
     *
     * @param node id of the edge node
     * @param hopCount nodes that it has passed
     * @param unverified whether nobody proved that the sender wrote it
     */
    record Passage(String node, int hopCount, boolean unverified) {}

    /** The same draft, brought by an edge node. */
    Draft via(Passage way) {
        return new Draft(
                id, name, fromPeerId, toPeerId, content, encryptionAlgorithm, nonce, ttl, way, receivedAt, trace);
    }

    /** The edge node that has brought it, if one has. */
    @Nullable
    String viaNode() {
        return passage == null ? null : passage.node();
    }

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
                passage == null ? 0 : passage.hopCount(),
                passage != null && passage.unverified(),
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
