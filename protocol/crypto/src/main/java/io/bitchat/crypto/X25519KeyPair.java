package io.bitchat.crypto;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * X25519 key pair for key agreement (RFC 7748 §6.1). The private key is any 32 bytes; clamping is part of the function.
 */
public final class X25519KeyPair {
    public static final int BYTES = 32;

    private final byte[] privateKey;
    private final X25519PublicKey publicKey;

    private X25519KeyPair(byte[] ownedKey) {
        privateKey = ownedKey;
        var key = new byte[X25519PublicKey.BYTES];
        X25519.generatePublicKey(privateKey, 0, key, 0);
        publicKey = new X25519PublicKey(Bytes.owning(key));
    }

    /** Generates a key pair; outside of simulations {@code random} must be a {@link java.security.SecureRandom}. */
    public static X25519KeyPair generate(RandomGenerator random) {
        var key = new byte[BYTES];
        random.nextBytes(key);
        return new X25519KeyPair(key);
    }

    /** @throws IllegalArgumentException unless there are {@value #BYTES} bytes */
    public static X25519KeyPair fromPrivate(byte[] privateKey) {
        if (privateKey.length != BYTES) throw new IllegalArgumentException("key of " + privateKey.length + " bytes");
        return new X25519KeyPair(privateKey.clone());
    }

    public X25519PublicKey publicKey() {
        return publicKey;
    }

    /** The shared secret: 32 bytes that only the two owners can know. Derive keys from it, do not use it as a key. */
    public byte[] agree(X25519PublicKey other) {
        var secret = new byte[BYTES];
        if (!X25519.calculateAgreement(privateKey, 0, other.bytes().shared(), 0, secret, 0))
            throw new IllegalStateException("low order was excluded");
        return secret;
    }

    /** A copy of the private key, to be stored as a secret. */
    public byte[] privateKey() {
        return privateKey.clone();
    }

    /** Overwrites the private key; later agreements are worthless. */
    public void wipe() {
        Arrays.fill(privateKey, (byte) 0);
    }
}
