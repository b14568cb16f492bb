package io.bitchat.crypto;

import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Ed25519 public key: 32 bytes (RFC 8032 §5.1.5). Whether they are a point of the curve is checked only when verifying.
 */
public record Ed25519PublicKey(Bytes bytes) {
    public static final int BYTES = 32;
    public static final int SIGNATURE_BYTES = 64;

    /** @throws IllegalArgumentException unless there are {@value #BYTES} bytes */
    public Ed25519PublicKey {
        if (bytes.size() != BYTES) throw new IllegalArgumentException("key of " + bytes.size() + " bytes");
    }

    /** Parses an untrusted key; empty unless it has the right length. */
    public static Optional<Ed25519PublicKey> parse(Bytes bytes) {
        return bytes.size() == BYTES ? Optional.of(new Ed25519PublicKey(bytes)) : Optional.empty();
    }

    /**
     * Whether the owner signed this message (RFC 8032 §5.1.7). Returns false also for a signature that does not have
     * {@value #SIGNATURE_BYTES} bytes or has S ≥ L, and for keys that are no point or a point of small order.
     */
    public boolean verify(byte[] message, Bytes signature) {
        return signature.size() == SIGNATURE_BYTES
                && Ed25519.verify(signature.shared(), 0, bytes.shared(), 0, message, 0, message.length);
    }
}
