package io.bitchat.contracts.transport;

import io.bitchat.contracts.Event;
import io.bitchat.contracts.EventType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Facts on {@value #TOPIC}, keyed by recipient: messages that wait for a peer which only an edge node sees. The gateway
 * of the suite passes them to such a node.
 */
public sealed interface OutboundEvent extends Event {
    String TOPIC = "bitchat.transport.outbound.v1";

    String messageId();

    /** The recipient. */
    String peerId();

    @Override
    default String topic() {
        return TOPIC;
    }

    @Override
    default String key() {
        return peerId();
    }

    @Override
    default String subject() {
        return messageId();
    }

    /**
     * A message waits for a peer that an edge node sees. Comes again while it waits, so a consumer that has lost one
     * loses no message.
     *
     * @param content as the sender gave it
     * @param sentAt when the suite accepted it
     * @param expiresAt when it fails; the gateway does not pass it on after that
     */
    @EventType("io.bitchat.transport.offered.v1")
    record Offered(
            String messageId,
            Instant at,
            String peerId,
            String fromPeerId,
            String content,
            String encryptionAlgorithm,
            @Nullable String nonce,
            Instant sentAt,
            Instant expiresAt)
            implements OutboundEvent {}
}
