package io.bitchat.crypto;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Ed25519 key pair (RFC 8032 §5.1). Signatures are deterministic. */
public final class Ed25519KeyPair {
    public static final int SEED_BYTES = 32;

    private final byte[] seed;
    private final Ed25519PublicKey publicKey;

    private Ed25519KeyPair(byte[] ownedSeed) {
        seed = ownedSeed;
        var key = new byte[Ed25519PublicKey.BYTES];
        Ed25519.generatePublicKey(seed, 0, key, 0);
        publicKey = new Ed25519PublicKey(Bytes.owning(key));
    }

    /** Generates a key pair; outside of simulations {@code random} must be a {@link java.security.SecureRandom}. */
    public static Ed25519KeyPair generate(RandomGenerator random) {
        var seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return new Ed25519KeyPair(seed);
    }

    /** @throws IllegalArgumentException unless there are {@value #SEED_BYTES} bytes */
    public static Ed25519KeyPair fromSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) throw new IllegalArgumentException("seed of " + seed.length + " bytes");
        return new Ed25519KeyPair(seed.clone());
    }

    public Ed25519PublicKey publicKey() {
        return publicKey;
    }

    /** 64 bytes: R, then S. */
    public Bytes sign(byte[] message) {
        var signature = new byte[Ed25519PublicKey.SIGNATURE_BYTES];
        Ed25519.sign(seed, 0, publicKey.bytes().shared(), 0, message, 0, message.length, signature, 0);
        return Bytes.owning(signature);
    }

    /** A copy of the seed, to be stored as a secret. */
    public byte[] seed() {
        return seed.clone();
    }

    /** Overwrites the seed; later signatures are invalid. */
    public void wipe() {
        Arrays.fill(seed, (byte) 0);
    }
}
