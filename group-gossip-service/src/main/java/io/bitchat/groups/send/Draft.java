package io.bitchat.groups.send;

import io.bitchat.groups.GroupMessage;
import io.bitchat.kit.trace.TraceContext;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A valid message that has no place in its group yet.
 *
 * @param key what the id follows from; null for an older message of another site
 * @param formerId the id that what the client chose would have had before ids were derived, or that it was given and
 *     echoes; null where the client chose nothing, so that nothing can be repeated
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

    GroupMessage at(long sequence, long clockEntry, Instant orderedAt, Instant sentAt) {
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
                orderedAt);
    }

    boolean isRepeatable() {
        return formerId != null;
    }

    /** Whether {@code stored} was said in this group by this sender. */
    boolean isOfSameWriter(GroupMessage stored) {
        return stored.groupId().equals(groupId) && stored.fromPeerId().equals(fromPeerId);
    }

    /** Whether {@code stored} came from this very draft. */
    boolean isSameAs(GroupMessage stored) {
        return isOfSameWriter(stored) && stored.content().equals(content);
    }
}
