package io.bitchat.lan.wire;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.Ed25519PublicKey;

/**
 * Signature of a beacon or line.
 *
 * @param signature 64 bytes
 */
public record Proof(Ed25519PublicKey key, Bytes signature) {
    /** Signs canonical bytes. */
    static Proof by(Ed25519KeyPair keys, byte[] canonical) {
        return new Proof(keys.publicKey(), keys.sign(canonical));
    }

    boolean proves(byte[] canonical) {
        return key.verify(canonical, signature);
    }
}
