package io.bitchat.contracts.groups;

import io.bitchat.contracts.Event;
import io.bitchat.contracts.EventType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Facts on {@value #TOPIC}, keyed by group id, so that the messages of a group are in causal order: no message comes
 * before one that its author had seen. Content is opaque and as sent; clients that encrypt send ciphertext.
 */
public sealed interface GroupMessageEvent extends Event {
    String TOPIC = "bitchat.group-messages.v1";

    String messageId();

    String groupId();

    String fromPeerId();

    @Override
    default String topic() {
        return TOPIC;
    }

    @Override
    default String key() {
        return groupId();
    }

    @Override
    default String subject() {
        return messageId();
    }

    /**
     * A message was delivered in the group, after all messages that its author had seen.
     *
     * @param sequence position in the group as this installation delivers it: 1, 2, 3 … without a gap
     * @param clockEntry the author's entry in the message's vector clock: number of its own messages in this group,
     *     from 1
     * @param content as sent, at most 64 KiB by default
     * @param sentAt time at which the author's installation accepted it
     * @param recipients members at that moment, including the author, ordered by peer id
     */
    @EventType("io.bitchat.groupmessage.delivered.v1")
    record Delivered(
            String messageId,
            Instant at,
            String groupId,
            String fromPeerId,
            long sequence,
            long clockEntry,
            String content,
            String encryptionAlgorithm,
            @Nullable String nonce,
            Instant sentAt,
            int ttlSeconds,
            int hopCount,
            List<String> recipients)
            implements GroupMessageEvent {}
}
