package io.bitchat.lan;

import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.lan.registry.Peer;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.StreamId;
import java.util.Set;

/** Changes that a user sees; each is told once. */
public sealed interface Event {
    record PeerJoined(Peer peer) implements Event {}

    /** A peer has another name, status, presence, key or link. */
    record PeerChanged(Peer before, Peer now) implements Event {}

    /** @param said whether the peer said so; false if it was silent for too long */
    record PeerLeft(Peer peer, boolean said) implements Event {}

    /** Lines {@code from} to {@code to} of a sender are lost: nobody has them any more. */
    record LinesMissing(StreamId stream, long from, long to) implements Event {}

    /**
     * The peers that this node has no link to, and to which a neighbour says that it has one, are these now: what is for
     * them is relayed. They may be peers that were never heard here.
     *
     * @param peers all of them, at most {@value LanParameters#MAX_PEERS}
     */
    record PeersBehind(Set<PeerId> peers) implements Event {
        public PeersBehind {
            peers = Set.copyOf(peers);
        }
    }

    /** A peer has itself shown the key by which it is known from now on, to be kept for {@link Input.KeysKnown}. */
    record KeyPinned(PeerId peer, Ed25519PublicKey key) implements Event {}

    /** The key of a peer is forgotten: the user wanted that, or keys of others needed its place. */
    record KeyDropped(PeerId peer) implements Event {}

    /** The mesh has more peers than it is made for. */
    record MeshIsLarge(int peers) implements Event {}
}
