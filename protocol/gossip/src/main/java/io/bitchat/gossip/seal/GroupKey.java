package io.bitchat.gossip.seal;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.ChaCha20Poly1305;
import io.bitchat.crypto.HkdfSha256;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * The secret that members of a group share. The sealing key and the tag are derived from it (HKDF-SHA256, RFC 5869).
 * The tag identifies the group without revealing the secret.
 */
public final class GroupKey {
    /** Size of the secret and of the tag, in bytes. */
    public static final int BYTES = 32;

    private final byte[] secret;
    private final Bytes tag;

    private GroupKey(byte[] secret) {
        if (secret.length != BYTES)
            throw new IllegalArgumentException("a group key has 32 bytes, not " + secret.length);
        this.secret = secret.clone();
        this.tag = Bytes.copyOf(derive("bitchat-gossip/1 tag"));
    }

    /** The key with a secret of {@value #BYTES} bytes. */
    public static GroupKey of(byte[] secret) {
        return new GroupKey(secret);
    }

    /** @param random random source; must be cryptographically secure outside of simulations */
    public static GroupKey generate(RandomGenerator random) {
        var secret = new byte[BYTES];
        random.nextBytes(secret);
        return new GroupKey(secret);
    }

    /** Identifies the group on the wire; reveals nothing about it. */
    public Bytes tag() {
        return tag;
    }

    /** A copy of the secret, for new members. */
    public byte[] secret() {
        return secret.clone();
    }

    ChaCha20Poly1305 cipher() {
        return new ChaCha20Poly1305(derive("bitchat-gossip/1 seal"));
    }

    private byte[] derive(String purpose) {
        return HkdfSha256.derive(new byte[0], secret, purpose.getBytes(StandardCharsets.US_ASCII), BYTES);
    }
}
