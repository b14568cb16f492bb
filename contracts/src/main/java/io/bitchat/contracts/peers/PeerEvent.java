package io.bitchat.contracts.peers;

import io.bitchat.contracts.Event;
import io.bitchat.contracts.EventType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Facts on {@value #TOPIC}, keyed by peer id. The topic is compacted, so every fact carries the complete public state
 * of the peer: a consumer that reads only the newest fact per key knows the whole directory.
 */
public sealed interface PeerEvent extends Event {
    String TOPIC = "bitchat.peers.v1";

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
        return peerId();
    }

    /**
     * A peer joined the directory.
     *
     * @param publicKey the peer's key as registered; base64 of 32 raw bytes when it is an Ed25519 key
     * @param tokenGeneration access tokens of an earlier generation are revoked
     * @param readReceipts whether others may see that this peer has read a message
     */
    @EventType("io.bitchat.peer.registered.v1")
    record Registered(
            String peerId,
            Instant at,
            @Nullable String displayName,
            String publicKey,
            long tokenGeneration,
            boolean readReceipts)
            implements PeerEvent {}

    /** A peer changed its name, key or settings, or had its tokens revoked; the fields are as in {@link Registered}. */
    @EventType("io.bitchat.peer.updated.v1")
    record Updated(
            String peerId,
            Instant at,
            @Nullable String displayName,
            String publicKey,
            long tokenGeneration,
            boolean readReceipts)
            implements PeerEvent {}

    /** A peer left the directory; its tokens are void. */
    @EventType("io.bitchat.peer.retired.v1")
    record Retired(String peerId, Instant at, long tokenGeneration, String reason) implements PeerEvent {}
}
