package io.bitchat.contracts.presence;

import io.bitchat.contracts.Event;
import io.bitchat.contracts.EventType;
import java.time.Instant;

/**
 * Facts on {@value #TOPIC}, keyed by peer id. Presence is a lease per source: a peer is online while any lease is live,
 * so a source that dies without a word stops counting when its lease runs out.
 */
public sealed interface PresenceEvent extends Event {
    String TOPIC = "bitchat.presence.v1";

    String peerId();

    /** Who vouches for the peer, for example {@code socket:<replica>}, {@code api} or {@code lan:<node>}. */
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
     * A source saw the peer, or sees it still.
     *
     * @param leaseUntil the source vouches for the peer up to this moment
     */
    @EventType("io.bitchat.presence.online.v1")
    record CameOnline(String peerId, Instant at, String source, Instant leaseUntil) implements PresenceEvent {}

    /**
     * A source no longer sees the peer.
     *
     * @param reason a stable code: {@code disconnected}, {@code shutdown} or {@code said_so}
     */
    @EventType("io.bitchat.presence.offline.v1")
    record WentOffline(String peerId, Instant at, String source, String reason) implements PresenceEvent {
        /** The peer itself asked to be shown as away: a source that still sees it stays silent until it acts. */
        public static final String SAID_SO = "said_so";
    }
}
