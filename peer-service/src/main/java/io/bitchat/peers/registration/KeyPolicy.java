package io.bitchat.peers.registration;

import io.bitchat.kit.auth.AuthConfig;
import io.bitchat.peers.keys.Ed25519Keys;
import io.bitchat.peers.keys.Nonces;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Which keys a peer may have and when it may replace one. In every mode, a key that can sign is replaced only with its
 * own signature. Text that is not a signing key protects nothing and, unless tokens are required, is replaced without
 * proof.
 */
@ApplicationScoped
class KeyPolicy {
    private static final String PROOF_PREFIX = "bitchat-key-v2:";

    private final boolean believing;
    private final Nonces nonces;

    KeyPolicy(AuthConfig config, Nonces nonces) {
        this.nonces = nonces;
        this.believing = config.mode() != AuthConfig.Mode.REQUIRED;
    }

    boolean accepts(String publicKey) {
        return believing || Ed25519Keys.parse(publicKey).isPresent();
    }

    /**
     * Returns true unless tokens are required: callers are then trusted to be who they claim, if no key is at stake.
     */
    boolean believes() {
        return believing;
    }

    /** Knowing a peer's public key proves nothing, so every change needs a proof when tokens are required. */
    boolean needsProof(PeerEntity peer, RegisterRequest request) {
        if (!believing) return true;
        return !peer.publicKey.equals(request.publicKey())
                && Ed25519Keys.parse(peer.publicKey).isPresent();
    }

    /**
     * Returns true if the registered key signed everything that the request changes. The nonce must be used up in the
     * same transaction, so that a replayed proof cannot restore an old key.
     */
    boolean proves(PeerEntity peer, RegisterRequest request) {
        var proof = request.keyProof();
        var nonce = request.nonce();
        if (proof == null || nonce == null || !nonces.isGood(peer.peerId, peer.tokenGeneration, nonce)) return false;
        return Ed25519Keys.parse(peer.publicKey)
                .map(key -> Ed25519Keys.verifies(key, proofText(request, nonce), proof))
                .orElse(false);
    }

    private static String proofText(RegisterRequest request, String nonce) {
        var name = request.displayName() == null ? "" : request.displayName();
        return PROOF_PREFIX + request.peerId() + ':' + nonce + ':' + request.publicKey() + ':' + name;
    }
}
