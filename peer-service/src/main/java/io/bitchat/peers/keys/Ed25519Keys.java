package io.bitchat.peers.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Ed25519 (RFC 8032) keys and signatures as text. */
public final class Ed25519Keys {
    private static final int KEY_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;
    private static final int MAX_TEXT = 128;
    /** SubjectPublicKeyInfo of an Ed25519 key up to the key itself (RFC 8410 §4). */
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519Keys() {}

    /** Parses base64 or base64url of the 32 raw bytes; empty for anything else. */
    public static Optional<PublicKey> parse(String text) {
        return bytes(text, KEY_BYTES).flatMap(Ed25519Keys::key);
    }

    /** Returns true if {@code signature} is the key's signature of the UTF-8 bytes of {@code text}. */
    public static boolean verifies(PublicKey key, String text, String signature) {
        return bytes(signature, SIGNATURE_BYTES)
                .map(bytes -> verifies(key, text, bytes))
                .orElse(false);
    }

    private static boolean verifies(PublicKey key, String text, byte[] signature) {
        try {
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(text.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(signature);
        } catch (GeneralSecurityException _) {
            return false; // a point that is not on the curve, or a scalar out of range
        }
    }

    private static Optional<PublicKey> key(byte[] raw) {
        var encoded = new byte[SPKI_PREFIX.length + KEY_BYTES];
        System.arraycopy(SPKI_PREFIX, 0, encoded, 0, SPKI_PREFIX.length);
        System.arraycopy(raw, 0, encoded, SPKI_PREFIX.length, KEY_BYTES);
        try {
            return Optional.of(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> bytes(String text, int length) {
        if (text.length() > MAX_TEXT) return Optional.empty();
        try {
            var bytes = Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
            return bytes.length == length ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
