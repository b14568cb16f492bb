package io.bitchat.groups.send;

import io.bitchat.groups.GroupMessage;
import io.bitchat.kit.trace.TraceContext;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A valid message that has no place in its group yet.
 *
 * @param repeatable whether the client chose the id and may therefore send it again
 */
record Draft(
        UUID id,
        String messageId,
        boolean repeatable,
        String groupId,
        String fromPeerId,
        String content,
        String encryptionAlgorithm,
        @Nullable String nonce,
        int ttl,
        TraceContext trace) {

    GroupMessage at(long sequence, long clockEntry, Instant orderedAt, Instant sentAt) {
        return new GroupMessage(
                id,
                messageId,
                groupId,
                fromPeerId,
                content,
                encryptionAlgorithm,
                nonce,
                sentAt,
                ttl,
                0,
                sequence,
                clockEntry,
                orderedAt);
    }

    /** Whether {@code stored} came from this very draft. */
    boolean isSameAs(GroupMessage stored) {
        return stored.groupId().equals(groupId)
                && stored.fromPeerId().equals(fromPeerId)
                && stored.content().equals(content);
    }
}
