package io.bitchat.groups.oplog;

import io.bitchat.contracts.messages.MessageIds;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Payload of a gossip message: what a site publishes in a group. */
public sealed interface GroupPayload {
    /**
     * A member's message, as its site accepted it.
     *
     * @param key input of the id's derivation besides group and author; null if an older version published it
     * @param orderedAt time that defines the display order, with microsecond precision
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
         * A copy whose id is derived from group, author and key, as at every site. So a site cannot take the id of a
         * message of another group or author. Older sites send no key; the message id serves as the key then.
         */
        public Text identified(String groupId) {
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

    /** A change of the group or its members. */
    record Change(UUID id, Operation operation) implements GroupPayload {}
}
