package io.bitchat.contracts.groups;

import io.bitchat.contracts.Event;
import io.bitchat.contracts.EventType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Facts on {@value #TOPIC}, keyed by group id, so that everything said in one group is in order: no message comes before
 * one that its author had seen. Content is what the sender gave: opaque, and ciphertext for every client that encrypts.
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
     * A message was accepted into the group, with everything that its author had seen before it.
     *
     * @param sequence place in the group as this installation delivers it: 1, 2, 3 … without a gap
     * @param clockEntry the author's entry in the vector clock of the message: its own messages in this group, from 1
     * @param content as sent, at most 64 KiB by default
     * @param sentAt when the author's installation accepted it
     * @param recipients who was a member at that moment, the author included; ordered by peer id
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
