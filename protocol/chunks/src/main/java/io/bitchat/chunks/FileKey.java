package io.bitchat.chunks;

import java.security.GeneralSecurityException;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The key of one file: 32 bytes, never used for another one. */
public final class FileKey {
    /** Bytes. */
    public static final int BYTES = 32;

    private static final String MAC = "HmacSHA256";

    private final byte[] bytes;

    private FileKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A new one. */
    public static FileKey generate(RandomGenerator random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new FileKey(bytes);
    }

    /**
     * One that is known.
     *
     * @throws IllegalArgumentException unless it has {@value #BYTES} bytes
     */
    public static FileKey ofBytes(byte[] bytes) {
        if (bytes.length != BYTES) throw new IllegalArgumentException("a key of " + bytes.length + " bytes");
        return new FileKey(bytes.clone());
    }

    /** A copy of the bytes, to be wrapped or shown to its owner. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Tells keys apart without giving one away. */
    public ChunkHash hash() {
        return ChunkHash.of(bytes);
    }

    /** HMAC-SHA-256 (RFC 2104) of all parts under this key. */
    byte[] authenticate(byte[]... parts) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(bytes, MAC));
            for (var part : parts) mac.update(part);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(MAC + " is not to be had", e);
        }
    }

    SecretKey secret() {
        return new SecretKeySpec(bytes, "AES");
    }

    /** Says nothing: keys end up in logs otherwise. */
    @Override
    public String toString() {
        return "FileKey";
    }
}
