package io.bitchat.crypto.noise;

import io.bitchat.crypto.ChaCha20Poly1305;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * CipherState (Noise rev 34 §5.1): a key and the nonce of the next message. Without a key, data passes unchanged.
 *
 * <p>The cipher's nonce is 4 zero bytes and the counter in little-endian (§12.3).
 */
final class CipherState {
    /** 2<sup>64</sup> - 1, which no message may use. */
    static final long LAST_NONCE = -1;

    private static final byte[] NO_DATA = {};

    private final ByteBuffer nonceBytes =
            ByteBuffer.allocate(ChaCha20Poly1305.NONCE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private @Nullable ChaCha20Poly1305 cipher;
    private long nonce;

    /** Sets a key of 32 bytes, resets the nonce to 0, and wipes the array. */
    void initialize(byte[] key) {
        wipe();
        cipher = new ChaCha20Poly1305(key);
        nonce = 0;
        Arrays.fill(key, (byte) 0);
    }

    boolean hasKey() {
        return cipher != null;
    }

    boolean exhausted() {
        return nonce == LAST_NONCE;
    }

    long nonce() {
        return nonce;
    }

    void setNonce(long next) {
        nonce = next;
    }

    /** Number of bytes that encryption adds. */
    int overhead() {
        return hasKey() ? ChaCha20Poly1305.TAG_BYTES : 0;
    }

    void encrypt(byte[] associatedData, ByteBuffer plaintext, ByteBuffer out) {
        if (cipher == null) {
            out.put(plaintext);
            return;
        }
        if (exhausted()) throw new IllegalStateException("nonces exhausted");
        cipher.seal(nonceBytes(nonce), associatedData, plaintext, out);
        nonce++;
    }

    /** Returns false if the message is not authentic; the nonce is unchanged then. */
    boolean decrypt(byte[] associatedData, ByteBuffer sealed, ByteBuffer out) {
        if (cipher == null) {
            out.put(sealed);
            return true;
        }
        if (exhausted() || !cipher.open(nonceBytes(nonce), associatedData, sealed, out)) return false;
        nonce++;
        return true;
    }

    /** REKEY (Noise rev 34 §4.2): the new key is the encryption of 32 zero bytes under the last nonce. */
    void rekey() {
        if (cipher == null) throw new IllegalStateException("no key yet");
        var sealed = cipher.seal(nonceBytes(LAST_NONCE), NO_DATA, new byte[ChaCha20Poly1305.KEY_BYTES]);
        var key = Arrays.copyOf(sealed, ChaCha20Poly1305.KEY_BYTES);
        cipher.wipe();
        cipher = new ChaCha20Poly1305(key);
        Arrays.fill(key, (byte) 0);
        Arrays.fill(sealed, (byte) 0);
    }

    void wipe() {
        if (cipher != null) cipher.wipe();
    }

    private byte[] nonceBytes(long counter) {
        return nonceBytes.putLong(4, counter).array();
    }
}
