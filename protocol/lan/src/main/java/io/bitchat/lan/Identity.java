package io.bitchat.lan;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.lan.registry.Fingerprint;
import io.bitchat.lan.wire.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * Who this node is.
 *
 * @param keys signs beacons and lines
 * @param secure keys of the encrypted links that the driver offers; null if it offers none
 */
public record Identity(
        PeerId peer, Ed25519KeyPair keys, @Nullable X25519KeyPair secure) {
    /** The key that beacons and greetings publish, and that the driver proves; null if there are plain links only. */
    public @Nullable X25519PublicKey secureKey() {
        return secure == null ? null : secure.publicKey();
    }

    /** What others see as the fingerprint of this node, see {@link Fingerprint}. */
    public String fingerprint() {
        return Fingerprint.of(keys.publicKey());
    }
}
