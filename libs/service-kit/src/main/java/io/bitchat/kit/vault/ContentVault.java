package io.bitchat.kit.vault;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts content for storage with AES-256-GCM, bound to the id of its owner. So tables, which are kept for ever, hold
 * no readable content, even if the sender did not encrypt it. Events carry content as it was sent: in the outbox for
 * milliseconds, or while Kafka is unavailable, and on Kafka for the retention of their topic.
 *
 * <p>Stored text: {@code v1.} and unpadded base64 of a 12-byte random nonce, the ciphertext and a 16-byte tag. Random
 * nonces are safe for 2³² encryptions under one key (NIST SP 800-38D §8.3).
 */
@ApplicationScoped
public class ContentVault {
    private static final String VERSION = "v1.";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    ContentVault(SecretKey key) {
        this.key = key;
    }

    /** Encrypts {@code content} of {@code ownerId}. */
    public String seal(String ownerId, String content) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var sealed = run(Cipher.ENCRYPT_MODE, ownerId, nonce, content.getBytes(StandardCharsets.UTF_8));
        var stored = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, stored, NONCE_BYTES, sealed.length);
        return VERSION + Base64.getEncoder().withoutPadding().encodeToString(stored);
    }

    /**
     * Decrypts the result of {@link #seal}.
     *
     * @throws IllegalStateException if the text was altered, moved to another owner, or encrypted with another key
     */
    public String open(String ownerId, String stored) {
        if (!stored.startsWith(VERSION)) throw new IllegalStateException("content of an unknown form: " + ownerId);
        var bytes = decoded(ownerId, stored);
        var nonce = Arrays.copyOf(bytes, NONCE_BYTES);
        var sealed = Arrays.copyOfRange(bytes, NONCE_BYTES, bytes.length);
        return new String(run(Cipher.DECRYPT_MODE, ownerId, nonce, sealed), StandardCharsets.UTF_8);
    }

    private static byte[] decoded(String ownerId, String stored) {
        try {
            var bytes = Base64.getDecoder().decode(stored.substring(VERSION.length()));
            if (bytes.length > NONCE_BYTES) return bytes;
        } catch (IllegalArgumentException _) {
            // reported below, like a text that is too short
        }
        throw new IllegalStateException("content of " + ownerId + " was altered: it is no sealed text");
    }

    private byte[] run(int mode, String ownerId, byte[] nonce, byte[] input) {
        try {
            var cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(ownerId.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("content of " + ownerId + " cannot be " + mode(mode), e);
        }
    }

    private static String mode(int mode) {
        return mode == Cipher.ENCRYPT_MODE ? "sealed" : "opened: altered, or sealed with another key";
    }
}
