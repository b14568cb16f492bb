package io.bitchat.groups.send;

import io.bitchat.groups.GroupMessage;
import io.bitchat.kit.trace.TraceContext;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that another site has accepted.
 *
 * @param sentAt time when that site accepted it
 * @param orderedAt time that defines the display order; the same at every site, unless the clock of the other is wrong
 * @param receivedAt time when this site received it
 */
public record Arrival(
        UUID id,
        String messageId,
        @Nullable String key,
        String groupId,
        String fromPeerId,
        String content,
        String encryptionAlgorithm,
        @Nullable String nonce,
        Instant sentAt,
        Instant orderedAt,
        Instant receivedAt,
        int ttl) {

    Draft draft() {
        return new Draft(
                id,
                messageId,
                key,
                null,
                groupId,
                fromPeerId,
                content,
                encryptionAlgorithm,
                nonce,
                ttl,
                TraceContext.start());
    }

    /** The message without a position, since it was void before it arrived. */
    GroupMessage unplaced() {
        return draft().at(0, 0, orderedAt, sentAt, receivedAt);
    }
}
