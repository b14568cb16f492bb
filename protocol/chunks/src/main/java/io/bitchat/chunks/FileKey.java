package io.bitchat.chunks;

import java.security.GeneralSecurityException;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Key of one file: 32 bytes, never used for another file. */
public final class FileKey {
    /** Size of a key in bytes. */
    public static final int BYTES = 32;

    private static final String MAC = "HmacSHA256";

    private final byte[] bytes;

    private FileKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Generates a new key. */
    public static FileKey generate(RandomGenerator random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new FileKey(bytes);
    }

    /**
     * Creates a key from its bytes.
     *
     * @throws IllegalArgumentException unless there are {@value #BYTES} bytes
     */
    public static FileKey ofBytes(byte[] bytes) {
        if (bytes.length != BYTES) throw new IllegalArgumentException("a key of " + bytes.length + " bytes");
        return new FileKey(bytes.clone());
    }

    /** A copy of the bytes, to be wrapped or given to the owner. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Hash of the key: identifies it without revealing it. */
    public ChunkHash hash() {
        return ChunkHash.of(bytes);
    }

    /** HMAC-SHA-256 (RFC 2104) of the concatenated parts under this key. */
    byte[] authenticate(byte[]... parts) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(bytes, MAC));
            for (var part : parts) mac.update(part);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(MAC + " is not available", e);
        }
    }

    SecretKey secret() {
        return new SecretKeySpec(bytes, "AES");
    }

    /** Hides the key, which could otherwise end up in logs. */
    @Override
    public String toString() {
        return "FileKey";
    }
}
