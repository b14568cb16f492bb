package io.bitchat.lan.registry;

import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.lan.wire.PeerId;
import java.time.Instant;

/**
 * Somebody signed with another key in the name of a peer, and was refused: the peer with a new key, or somebody else.
 *
 * @param known the key that was first seen for the peer
 * @param shown the other one
 * @param at when it was refused last, by the clock of this host
 */
public record RefusedKey(PeerId peer, Ed25519PublicKey known, Ed25519PublicKey shown, Instant at) {}
