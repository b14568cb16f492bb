package io.bitchat.chunks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * A chunk as it lies in a store: AES-256-GCM (NIST SP 800-38D) under the key of its file, bound to the file and to its place.
 *
 * <pre>
 * octet 0         version, 1
 * octets 1-12     nonce, random: safe for 2³² chunks under one key
 * octets 13-      ciphertext, as long as the chunk
 * last 16 octets  tag
 *
 * associated data: the version, the index as 32 bits, the number of chunks as 32 bits, the file id in UTF-8
 * </pre>
 */
public final class SealedChunk {
    /** Octets that a sealed chunk is longer. */
    public static final int OVERHEAD = 1 + 12 + 16;

    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private SealedChunk() {}

    /**
     * Whose chunk it is.
     *
     * @param fileId of the file
     * @param index of the chunk
     * @param count chunks of the file
     */
    public record Place(String fileId, int index, int count) {
        private byte[] associated() {
            var id = fileId.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(1 + 2 * Integer.BYTES + id.length)
                    .put(VERSION)
                    .putInt(index)
                    .putInt(count)
                    .put(id)
                    .array();
        }
    }

    /** Seals a chunk. */
    public static byte[] seal(FileKey key, Place place, byte[] chunk, RandomGenerator random) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var sealed = new byte[chunk.length + OVERHEAD];
        sealed[0] = VERSION;
        System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
        try {
            cipher(Cipher.ENCRYPT_MODE, key, place, nonce).doFinal(chunk, 0, chunk.length, sealed, 1 + NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not to be had", e);
        }
    }

    /** Opens one; empty where it was altered, cut short, moved to another place, or sealed with another key. */
    public static Optional<byte[]> open(FileKey key, Place place, byte[] sealed) {
        if (sealed.length < OVERHEAD || sealed[0] != VERSION) return Optional.empty();
        var nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, key, place, nonce)
                    .doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES));
        } catch (AEADBadTagException _) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not to be had", e);
        }
    }

    private static Cipher cipher(int mode, FileKey key, Place place, byte[] nonce) throws GeneralSecurityException {
        var cipher = Cipher.getInstance(CIPHER);
        try {
            cipher.init(mode, key.secret(), new GCMParameterSpec(TAG_BITS, nonce));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("not a key for AES-256", e);
        }
        cipher.updateAAD(place.associated());
        return cipher;
    }
}
