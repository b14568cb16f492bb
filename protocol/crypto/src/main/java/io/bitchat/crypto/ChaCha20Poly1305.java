package io.bitchat.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

/**
 * Authenticated encryption under one key (RFC 8439): the output is the ciphertext, as long as the plaintext, and a tag
 * of 16 bytes. A nonce has 12 bytes and must never be used for two plaintexts.
 *
 * <p>Not thread-safe.
 */
public final class ChaCha20Poly1305 {
    public static final int KEY_BYTES = 32;
    public static final int NONCE_BYTES = 12;
    public static final int TAG_BYTES = 16;

    private final RawKey key;
    // two instances: the JDK refuses the same nonce twice in a row, and a failed opening must not block sealing
    private final Cipher sealing = newCipher();
    private final Cipher opening = newCipher();

    /**
     * Keeps a copy of the key.
     *
     * @throws IllegalArgumentException unless it has 32 bytes
     */
    public ChaCha20Poly1305(byte[] key) {
        if (key.length != KEY_BYTES) throw new IllegalArgumentException("key of " + key.length + " bytes");
        this.key = new RawKey("ChaCha20", key);
    }

    public byte[] seal(byte[] nonce, byte[] associatedData, byte[] plaintext) {
        var sealed = new byte[plaintext.length + TAG_BYTES];
        seal(nonce, associatedData, ByteBuffer.wrap(plaintext), ByteBuffer.wrap(sealed));
        return sealed;
    }

    /**
     * Seals all of {@code plaintext} into {@code out}; both positions advance.
     *
     * @throws IllegalArgumentException if {@code out} lacks room for the plaintext and {@value #TAG_BYTES} bytes more,
     *     if the nonce does not have {@value #NONCE_BYTES} bytes, or if it is the nonce of the previous call
     */
    public void seal(byte[] nonce, byte[] associatedData, ByteBuffer plaintext, ByteBuffer out) {
        try {
            begin(sealing, Cipher.ENCRYPT_MODE, nonce, associatedData);
            sealing.doFinal(plaintext, out);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Returns the plaintext; empty if anything was changed. */
    public Optional<byte[]> open(byte[] nonce, byte[] associatedData, byte[] sealed) {
        if (sealed.length < TAG_BYTES) return Optional.empty();
        var plaintext = new byte[sealed.length - TAG_BYTES];
        boolean authentic = open(nonce, associatedData, ByteBuffer.wrap(sealed), ByteBuffer.wrap(plaintext));
        return authentic ? Optional.of(plaintext) : Optional.empty();
    }

    /** Opens all of {@code sealed} into {@code out}. Returns false if anything was changed; nothing is written then. */
    public boolean open(byte[] nonce, byte[] associatedData, ByteBuffer sealed, ByteBuffer out) {
        if (sealed.remaining() < TAG_BYTES) return false;
        try {
            begin(opening, Cipher.DECRYPT_MODE, nonce, associatedData);
            opening.doFinal(sealed, out);
            return true;
        } catch (AEADBadTagException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Wipes the key; the object is unusable afterwards. */
    public void wipe() {
        key.destroy();
    }

    private void begin(Cipher cipher, int mode, byte[] nonce, byte[] associatedData) throws GeneralSecurityException {
        if (key.isDestroyed()) throw new IllegalStateException("wiped");
        cipher.init(mode, key, new IvParameterSpec(nonce));
        cipher.updateAAD(associatedData);
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("ChaCha20-Poly1305");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has ChaCha20-Poly1305", e);
        }
    }
}
