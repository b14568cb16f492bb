package io.bitchat.link;

import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.crypto.X25519PublicKey;
import java.util.random.RandomGenerator;

/** The static key pair by which other nodes know this one. */
public record LinkIdentity(X25519KeyPair keys) {
    public static LinkIdentity generate(RandomGenerator random) {
        return new LinkIdentity(X25519KeyPair.generate(random));
    }

    public X25519PublicKey publicKey() {
        return keys.publicKey();
    }
}
