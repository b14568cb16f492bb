package io.bitchat.link;

import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.crypto.X25519PublicKey;
import java.util.random.RandomGenerator;

/** Static key pair that identifies this node. */
public record LinkIdentity(X25519KeyPair keys) {
    public static LinkIdentity generate(RandomGenerator random) {
        return new LinkIdentity(X25519KeyPair.generate(random));
    }

    public X25519PublicKey publicKey() {
        return keys.publicKey();
    }
}
