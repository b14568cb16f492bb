package io.bitchat.groups;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message in a group as it is stored, with its content readable.
 *
 * @param key what the id follows from beside group and author; null for messages from before keys were kept
 * @param sentAt when this service accepted it
 * @param ttl seconds that the sender gives it
 * @param hopCount relays it passed
 * @param sequence place in the group as delivered here, from 1 without a gap
 * @param clockEntry the sender's own messages in this group up to this one
 * @param orderedAt its time in the order that is shown, to the microsecond; ascends within the group
 */
public record GroupMessage(
        UUID id,
        String messageId,
        @Nullable String key,
        String groupId,
        String fromPeerId,
        String content,
        String encryptionAlgorithm,
        @Nullable String nonce,
        Instant sentAt,
        int ttl,
        int hopCount,
        long sequence,
        long clockEntry,
        Instant orderedAt) {}
