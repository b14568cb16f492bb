package io.bitchat.api;

/** The Ed25519 key with which a peer proves who it is. Implementations keep the private key. */
public interface Signer {
    /** The public key: 32 bytes in base64. */
    String publicKey();

    /**
     * Signs a text.
     *
     * @return signature over its UTF-8 bytes: 64 bytes in base64
     */
    String sign(String text);
}
