package io.bitchat.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4), with a digest of 32 bytes. */
public final class Sha256 {
    public static final int DIGEST_BYTES = 32;

    private Sha256() {}

    /** The digest of the concatenated parts. */
    public static byte[] digest(byte[]... parts) {
        var digest = newDigest();
        for (byte[] part : parts) digest.update(part);
        return digest.digest();
    }

    /** A new digest for incremental input; not thread-safe. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
