package io.bitchat.groups.gossip;

import io.bitchat.contracts.messages.MessageIds;
import io.bitchat.groups.operation.Operation;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a site says in a group: the payload of a message of the gossip protocol. */
sealed interface GroupPayload {
    /**
     * A member's message, as its site accepted it.
     *
     * @param key what the id follows from beside group and author; null where it was told by an older version
     * @param orderedAt its time in the order that is shown, to the microsecond
     */
    record Text(
            String messageId,
            @Nullable String key,
            String fromPeerId,
            String content,
            String encryptionAlgorithm,
            @Nullable String nonce,
            Instant sentAt,
            Instant orderedAt,
            int ttl,
            long clockEntry)
            implements GroupPayload {
        /**
         * The same with the id that everybody can compute: a site cannot have a message take the id of another group's or
         * author's. An older site tells no key; there the id that it gave is one.
         */
        Text identified(String groupId) {
            var from = key == null ? MessageIds.keyOfId(messageId) : key;
            return new Text(
                    MessageIds.inGroup(groupId, fromPeerId, from),
                    from,
                    fromPeerId,
                    content,
                    encryptionAlgorithm,
                    nonce,
                    sentAt,
                    orderedAt,
                    ttl,
                    clockEntry);
        }
    }

    /** The group or its members were changed. */
    record Change(UUID id, Operation operation) implements GroupPayload {}
}
