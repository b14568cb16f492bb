package io.bitchat.lan;

import io.bitchat.lan.registry.Peer;
import io.bitchat.lan.wire.StreamId;

/** Changes that a user sees; each is told once. */
public sealed interface Event {
    record PeerJoined(Peer peer) implements Event {}

    /** A peer has another name, status, presence, key or link. */
    record PeerChanged(Peer before, Peer now) implements Event {}

    /** @param said whether the peer said so; false if it was silent for too long */
    record PeerLeft(Peer peer, boolean said) implements Event {}

    /** Lines {@code from} to {@code to} of a sender are lost: nobody has them any more. */
    record LinesMissing(StreamId stream, long from, long to) implements Event {}

    /** The mesh has more peers than it is made for. */
    record MeshIsLarge(int peers) implements Event {}
}
