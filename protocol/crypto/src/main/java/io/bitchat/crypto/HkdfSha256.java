package io.bitchat.crypto;

import java.util.Arrays;

/** HKDF with SHA-256 (RFC 5869): derives uniformly random keys from non-uniform secrets. */
public final class HkdfSha256 {
    public static final int MAX_OUTPUT_BYTES = 255 * HmacSha256.MAC_BYTES;

    private HkdfSha256() {}

    /** Extract, then expand. An empty salt is the same as 32 zero bytes. */
    public static byte[] derive(byte[] salt, byte[] inputKey, byte[] info, int length) {
        var pseudoRandomKey = extract(salt, inputKey);
        try {
            return expand(pseudoRandomKey, info, length);
        } finally {
            Arrays.fill(pseudoRandomKey, (byte) 0);
        }
    }

    /** Extract (RFC 5869 §2.2); returns 32 bytes. */
    public static byte[] extract(byte[] salt, byte[] inputKey) {
        return HmacSha256.mac(salt, inputKey);
    }

    /**
     * Expand (RFC 5869 §2.3).
     *
     * @throws IllegalArgumentException unless 0 ≤ length ≤ {@value #MAX_OUTPUT_BYTES}
     */
    public static byte[] expand(byte[] pseudoRandomKey, byte[] info, int length) {
        if (length < 0 || length > MAX_OUTPUT_BYTES) throw new IllegalArgumentException("length " + length);
        var output = new byte[length];
        var block = new byte[0];
        for (int at = 0, index = 1; at < length; at += block.length, index++) {
            block = HmacSha256.mac(pseudoRandomKey, block, info, new byte[] {(byte) index});
            System.arraycopy(block, 0, output, at, Math.min(block.length, length - at));
        }
        return output;
    }
}
