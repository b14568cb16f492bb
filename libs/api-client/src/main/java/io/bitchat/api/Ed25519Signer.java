package io.bitchat.api;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/** A key pair in memory (RFC 8032). Thread-safe. */
public final class Ed25519Signer implements Signer {
    private static final int PUBLIC_BYTES = 32;

    private final PrivateKey privateKey;
    private final String publicKey;

    /** @param publicKey 32 bytes in base64, as {@link #encode} returns them */
    public Ed25519Signer(PrivateKey privateKey, String publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    public static Ed25519Signer of(KeyPair pair) {
        return new Ed25519Signer(pair.getPrivate(), encode(pair.getPublic()));
    }

    /** The raw 32 bytes of a public key in base64: the end of its X.509 encoding (RFC 8410). */
    public static String encode(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return Base64.getEncoder()
                .encodeToString(Arrays.copyOfRange(encoded, encoded.length - PUBLIC_BYTES, encoded.length));
    }

    @Override
    public String publicKey() {
        return publicKey;
    }

    @Override
    public String sign(String text) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(privateKey);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK signs with Ed25519", e);
        }
    }
}
