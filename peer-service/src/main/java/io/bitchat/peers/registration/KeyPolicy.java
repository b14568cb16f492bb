package io.bitchat.peers.registration;

import io.bitchat.kit.auth.AuthConfig;
import io.bitchat.peers.keys.Ed25519Keys;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Which keys a peer may have and when it may replace one. A key that can sign is only replaced with its signature, in
 * every mode; text that is no signing key protects nothing and is replaced freely where callers are believed.
 */
@ApplicationScoped
class KeyPolicy {
    private static final String PROOF_PREFIX = "bitchat-key-v1:";

    private final boolean believing;

    KeyPolicy(AuthConfig config) {
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
    boolean mayChange(PeerEntity peer, RegisterRequest request) {
        if (believing && peer.publicKey.equals(request.publicKey())) return true;
        return Ed25519Keys.parse(peer.publicKey)
                .map(old ->
                        request.keyProof() != null && Ed25519Keys.verifies(old, proofText(request), request.keyProof()))
                .orElse(believing);
    }

    private static String proofText(RegisterRequest request) {
        return PROOF_PREFIX + request.peerId() + ':' + request.publicKey();
    }
}
