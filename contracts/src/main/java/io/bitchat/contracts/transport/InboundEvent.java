package io.bitchat.contracts.transport;

import io.bitchat.contracts.Event;
import io.bitchat.contracts.EventType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Facts on {@value #TOPIC}, keyed by the peer near the edge node: what edge nodes bring, and what became of what they
 * were given. Each may come twice.
 */
public sealed interface InboundEvent extends Event {
    String TOPIC = "bitchat.transport.inbound.v1";

    String messageId();

    /** The peer near the edge node. */
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
     * An edge node has brought a message of a peer near it.
     *
     * @param messageId as the sender chose it; another sender's message may have the same
     * @param peerId the sender
     * @param sentAt by the sender's clock, for display
     * @param ttlSeconds seconds that are left to deliver it
     * @param node id of the edge node
     * @param hopCount nodes that it has passed, 1 or more
     * @param unverified whether nobody proved that the sender wrote it
     */
    @EventType("io.bitchat.transport.received.v1")
    record Received(
            String messageId,
            Instant at,
            String peerId,
            String toPeerId,
            String content,
            String encryptionAlgorithm,
            @Nullable String nonce,
            Instant sentAt,
            int ttlSeconds,
            String node,
            int hopCount,
            boolean unverified)
            implements InboundEvent {}

    /**
     * An attempt to pass a message to a peer near an edge node has ended without success.
     *
     * @param peerId the recipient
     * @param node id of the edge node
     * @param transport that the node tried, or {@code uplink} if the message did not reach the node
     * @param reason a stable code, for example {@code receiver_unreachable}
     */
    @EventType("io.bitchat.transport.attempted.v1")
    record Attempted(
            String messageId,
            Instant at,
            String peerId,
            String fromPeerId,
            String node,
            String transport,
            String reason)
            implements InboundEvent {}

    /**
     * A peer near an edge node has acknowledged a message.
     *
     * @param peerId the recipient
     * @param transport that has carried the last hop
     * @param route ids of the nodes that it has passed, the first one first
     */
    @EventType("io.bitchat.transport.delivered.v1")
    record Delivered(
            String messageId, Instant at, String peerId, String fromPeerId, String transport, List<String> route)
            implements InboundEvent {
        public Delivered {
            route = List.copyOf(route);
        }
    }
}
