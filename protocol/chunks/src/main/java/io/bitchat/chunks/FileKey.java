package io.bitchat.chunks;

import java.security.GeneralSecurityException;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The key of one file: 32 octets, never used for another one. */
public final class FileKey {
    /** Octets. */
    public static final int BYTES = 32;

    private static final String MAC = "HmacSHA256";

    private final byte[] octets;

    private FileKey(byte[] octets) {
        this.octets = octets;
    }

    /** A new one. */
    public static FileKey generate(RandomGenerator random) {
        var octets = new byte[BYTES];
        random.nextBytes(octets);
        return new FileKey(octets);
    }

    /**
     * One that is known.
     *
     * @throws IllegalArgumentException unless it has {@value #BYTES} octets
     */
    public static FileKey ofBytes(byte[] octets) {
        if (octets.length != BYTES) throw new IllegalArgumentException("a key of " + octets.length + " octets");
        return new FileKey(octets.clone());
    }

    /** A copy of the octets, to be wrapped or shown to its owner. */
    public byte[] toBytes() {
        return octets.clone();
    }

    /** Tells keys apart without giving one away. */
    public ChunkHash hash() {
        return ChunkHash.of(octets);
    }

    /** HMAC-SHA-256 (RFC 2104) of all parts under this key. */
    byte[] authenticate(byte[]... parts) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(octets, MAC));
            for (var part : parts) mac.update(part);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(MAC + " is not to be had", e);
        }
    }

    SecretKey secret() {
        return new SecretKeySpec(octets, "AES");
    }

    /** Says nothing: keys end up in logs otherwise. */
    @Override
    public String toString() {
        return "FileKey";
    }
}
