package io.bitchat.chunks;

import java.util.random.RandomGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The key of one file: 32 octets, never used for another one. */
public final class FileKey {
    /** Octets. */
    public static final int BYTES = 32;

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

    SecretKey secret() {
        return new SecretKeySpec(octets, "AES");
    }

    /** Says nothing: keys end up in logs otherwise. */
    @Override
    public String toString() {
        return "FileKey";
    }
}
