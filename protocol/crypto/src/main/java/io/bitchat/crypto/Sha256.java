package io.bitchat.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4): 32 bytes of digest. */
public final class Sha256 {
    public static final int DIGEST_BYTES = 32;

    private Sha256() {}

    /** The digest of the parts one after the other. */
    public static byte[] digest(byte[]... parts) {
        var digest = newDigest();
        for (byte[] part : parts) digest.update(part);
        return digest.digest();
    }

    /** A digest to be fed piece by piece; belongs to one thread. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
