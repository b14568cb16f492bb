package io.bitchat.system.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** A peer with an Ed25519 key. */
public final class KeyHolder {
    private final String peerId;
    private final KeyPair keys;

    public KeyHolder(String peerId) {
        this.peerId = peerId;
        try {
            this.keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyHolder register(Client client, String peerId) {
        var holder = new KeyHolder(peerId);
        assertThat(client.post("/peers/register", holder.registration()).status())
                .isEqualTo(201);
        return holder;
    }

    public String peerId() {
        return peerId;
    }

    public Map<String, Object> registration() {
        return Map.of("peer_id", peerId, "public_key", publicKey());
    }

    /** The raw key is the tail of its X.509 form. */
    public String publicKey() {
        var encoded = keys.getPublic().getEncoded();
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    String sign(String text) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(keys.getPrivate());
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A one-time proof that allows changing the entry to this key and name. */
    public Map<String, Object> proof(Client client, String publicKey, String displayName) {
        var nonce = nonce(client);
        return Map.of(
                "nonce",
                nonce,
                "key_proof",
                sign("bitchat-key-v2:" + peerId + ":" + nonce + ":" + publicKey + ":" + displayName));
    }

    /** A new nonce for one signature. */
    public String nonce(Client client) {
        return client.post("/auth/challenge", Map.of("peer_id", peerId))
                .body()
                .path("nonce")
                .asText();
    }

    /** The signature of a nonce, which proves the peer's identity. */
    public String signatureOf(String nonce) {
        return sign("bitchat-auth-v1:" + peerId + ":" + nonce);
    }

    /** Gets a new token with a signed challenge. */
    public String token(Client client) {
        var nonce = nonce(client);
        var signature = signatureOf(nonce);
        var answer = client.post("/auth/token", Map.of("peer_id", peerId, "nonce", nonce, "signature", signature));
        assertThat(answer.status()).isEqualTo(200);
        return answer.body().path("access_token").asText();
    }
}
