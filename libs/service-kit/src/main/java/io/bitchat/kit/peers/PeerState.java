package io.bitchat.kit.peers;

import io.bitchat.contracts.peers.PeerEvent;

/**
 * State of a peer after the newest event.
 *
 * @param registered false once it has left
 * @param tokenGeneration lowest valid generation; access tokens of an earlier one are revoked
 * @param readReceipts whether others may see what it has read
 */
public record PeerState(String peerId, boolean registered, long tokenGeneration, boolean readReceipts) {
    static PeerState after(PeerEvent event) {
        return switch (event) {
            case PeerEvent.Registered peer ->
                new PeerState(peer.peerId(), true, peer.tokenGeneration(), peer.readReceipts());
            case PeerEvent.Updated peer ->
                new PeerState(peer.peerId(), true, peer.tokenGeneration(), peer.readReceipts());
            case PeerEvent.Retired peer -> new PeerState(peer.peerId(), false, peer.tokenGeneration(), true);
        };
    }
}
