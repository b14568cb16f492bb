package io.bitchat.contracts.presence;

import io.bitchat.contracts.Event;
import io.bitchat.contracts.EventType;
import java.time.Instant;

/**
 * Facts on {@value #TOPIC}, keyed by peer id. Presence is a lease per source: a peer is online while any of its leases
 * is valid, so a source that crashes stops counting when its lease expires.
 */
public sealed interface PresenceEvent extends Event {
    String TOPIC = "bitchat.presence.v1";

    String peerId();

    /** Source that vouches for the peer, for example {@code socket:<replica>}, {@code api} or {@code edge:<node>}. */
    String source();

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
     * A source has seen the peer, or still sees it.
     *
     * @param leaseUntil time until which the source vouches for the peer
     */
    @EventType("io.bitchat.presence.online.v1")
    record CameOnline(String peerId, Instant at, String source, Instant leaseUntil) implements PresenceEvent {}

    /**
     * A source no longer sees the peer.
     *
     * @param reason a stable code: {@code disconnected} or {@code said_so}; earlier versions gave {@code shutdown}
     */
    @EventType("io.bitchat.presence.offline.v1")
    record WentOffline(String peerId, Instant at, String source, String reason) implements PresenceEvent {
        /** The peer asked to be shown as away: a source that still sees it publishes nothing until the peer acts. */
        public static final String SAID_SO = "said_so";
    }
}
