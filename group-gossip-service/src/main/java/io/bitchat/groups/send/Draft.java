package io.bitchat.groups.send;

import io.bitchat.groups.GroupMessage;
import io.bitchat.kit.trace.TraceContext;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A valid message without a position in its group yet.
 *
 * @param key input of the id's derivation; null for a message of an older site
 * @param formerId id that the client's choice gave before ids were derived, or an assigned id that the client repeats;
 *     null if the client chose nothing, so the request cannot be a repetition
 */
record Draft(
        UUID id,
        String messageId,
        @Nullable String key,
        @Nullable String formerId,
        String groupId,
        String fromPeerId,
        String content,
        String encryptionAlgorithm,
        @Nullable String nonce,
        int ttl,
        TraceContext trace) {

    /** The message as this site accepts it. */
    GroupMessage at(long sequence, long clockEntry, Instant orderedAt, Instant sentAt) {
        return at(sequence, clockEntry, orderedAt, sentAt, sentAt);
    }

    /** @param sentAt time by the clock of the site that accepted it; {@code receivedAt} is by the clock here */
    GroupMessage at(long sequence, long clockEntry, Instant orderedAt, Instant sentAt, Instant receivedAt) {
        return new GroupMessage(
                id,
                messageId,
                key,
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
                orderedAt,
                receivedAt);
    }

    boolean isRepeatable() {
        return formerId != null;
    }

    /** Whether {@code stored} is a message of this sender in this group. */
    boolean isOfSameWriter(GroupMessage stored) {
        return stored.groupId().equals(groupId) && stored.fromPeerId().equals(fromPeerId);
    }

    /** Whether {@code stored} is this message. */
    boolean isSameAs(GroupMessage stored) {
        return isOfSameWriter(stored) && stored.content().equals(content);
    }
}
