package io.bitchat.groups.gossip;

import io.bitchat.groups.operation.Operation;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a site says in a group: the payload of a message of the gossip protocol. */
sealed interface Said {
    /**
     * A member's message, as its site accepted it.
     *
     * @param orderedAt its time in the order that is shown, to the microsecond
     */
    record Text(
            String messageId,
            String fromPeerId,
            String content,
            String encryptionAlgorithm,
            @Nullable String nonce,
            Instant sentAt,
            Instant orderedAt,
            int ttl,
            long clockEntry)
            implements Said {}

    /** The group or its members were changed. */
    record Change(UUID id, Operation operation) implements Said {}
}
