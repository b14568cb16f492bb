package io.bitchat.peers.registration;

import io.bitchat.kit.auth.AuthConfig;
import io.bitchat.peers.keys.Ed25519Keys;
import io.bitchat.peers.keys.Nonces;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Which keys a peer may have and when it may replace one. A key that can sign is only replaced with its signature, in
 * every mode; text that is no signing key protects nothing and is replaced freely where callers are believed.
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

    /** Whether callers are believed to be who they say, as long as no key is at stake. */
    boolean believes() {
        return believing;
    }

    /** Knowing a peer's key proves nothing, for it is public: where nobody is believed every change needs the proof. */
    boolean needsProof(PeerEntity peer, RegisterRequest request) {
        if (!believing) return true;
        return !peer.publicKey.equals(request.publicKey())
                && Ed25519Keys.parse(peer.publicKey).isPresent();
    }

    /**
     * Whether the request has the registered key's signature of all that it would change. The nonce in it has to be used up
     * with the change: what was signed once must not bring a key back later.
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
