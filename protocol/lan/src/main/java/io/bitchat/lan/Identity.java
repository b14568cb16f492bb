package io.bitchat.lan;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.lan.wire.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * Who this node is.
 *
 * @param keys signs beacons and lines
 * @param secure key of the encrypted links that the driver offers; null if it offers none
 */
public record Identity(
        PeerId peer, Ed25519KeyPair keys, @Nullable X25519PublicKey secure) {}
