package io.bitchat.groups;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored message of a group, with its content decrypted.
 *
 * @param key input of the id's derivation besides group and author; null for messages stored before keys were kept
 * @param sentAt time when the accepting site accepted it
 * @param ttl time to live in seconds, chosen by the sender
 * @param hopCount number of relays passed
 * @param sequence position in this site's delivery order of the group, from 1 without gaps
 * @param clockEntry number of the sender's messages in this group up to and including this one
 * @param receivedAt time when this site received it, by its own clock
 * @param orderedAt time that defines the display order, with microsecond precision; set by the accepting site
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
        Instant orderedAt,
        Instant receivedAt) {}
