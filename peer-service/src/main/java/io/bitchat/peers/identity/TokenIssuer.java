package io.bitchat.peers.identity;

import io.bitchat.kit.auth.VerifiedToken;
import io.bitchat.kit.context.OffEventLoop;
import io.bitchat.peers.keys.Ed25519Keys;
import io.bitchat.peers.keys.Nonces;
import io.bitchat.peers.keys.Nonces.Nonce;
import io.bitchat.peers.keys.SigningKey;
import io.bitchat.peers.keys.UsedNonces;
import io.bitchat.peers.registration.Directory;
import io.bitchat.peers.registration.Directory.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Issues a token for a signed nonce. */
@ApplicationScoped
class TokenIssuer {
    private static final String SIGNED_PREFIX = "bitchat-auth-v1:";

    private final Directory directory;
    private final Nonces nonces;
    private final UsedNonces used;
    private final SigningKey signingKey;
    private final InstantSource clock;

    TokenIssuer(Directory directory, Nonces nonces, UsedNonces used, SigningKey signingKey, InstantSource clock) {
        this.directory = directory;
        this.nonces = nonces;
        this.used = used;
        this.signingKey = signingKey;
        this.clock = clock;
    }

    /** What a token gives. */
    record Grant(Duration life, Set<String> roles) {}

    /** The result of a token request. */
    sealed interface Outcome {
        record Issued(String token) implements Outcome {}

        record UnknownPeer() implements Outcome {}

        /** The key is the peer's, but the peer has left; only the holder of the key learns this. */
        record Retired() implements Outcome {}

        record NonceNotGood() implements Outcome {}

        record SignatureNotGood() implements Outcome {}
    }

    Uni<Outcome> issue(String peerId, String nonce, String signature, Grant grant) {
        return directory
                .identity(peerId)
                .flatMap(identity -> identity.isEmpty()
                        ? Uni.createFrom().item(new Outcome.UnknownPeer())
                        : issue(peerId, identity.get(), nonce, signature, grant));
    }

    private Uni<Outcome> issue(String peerId, Identity identity, String nonce, String signature, Grant grant) {
        if (!nonces.isGood(peerId, identity.tokenGeneration(), nonce)) {
            return Uni.createFrom().item(new Outcome.NonceNotGood());
        }
        return OffEventLoop.run(() -> signed(peerId, identity, nonce, signature))
                .flatMap(good -> good
                        ? issueOnce(peerId, identity, nonce, grant)
                        // anyone may claim to be this peer, so a wrong signature is no evidence against the peer
                        : Uni.createFrom().item(new Outcome.SignatureNotGood()));
    }

    private Uni<Outcome> issueOnce(String peerId, Identity identity, String nonce, Grant grant) {
        return used.use(nonce).map(fresh -> {
            if (!fresh) return new Outcome.NonceNotGood();
            if (identity.isRetired()) return new Outcome.Retired();
            var now = clock.instant();
            var token = new VerifiedToken(peerId, identity.tokenGeneration(), now.plus(grant.life()), grant.roles());
            return new Outcome.Issued(signingKey.sign(token, now));
        });
    }

    private static boolean signed(String peerId, Identity identity, String nonce, String signature) {
        return Ed25519Keys.parse(identity.publicKey())
                .map(key -> Ed25519Keys.verifies(key, SIGNED_PREFIX + peerId + ':' + nonce, signature))
                .orElse(false);
    }

    /**
     * Issues a nonce for the peer, also for one that left and can come back: the caller has proven nothing yet and must
     * not learn which it is. Empty if there is no such peer; without a nonce if its key cannot sign.
     */
    Uni<Optional<Challenge>> challenge(String peerId) {
        return directory
                .identity(peerId)
                .map(found -> found.map(identity -> new Challenge(Ed25519Keys.parse(identity.publicKey())
                        .map(_ -> nonces.issue(peerId, identity.tokenGeneration())))));
    }

    /** The challenge for a peer; empty if its key cannot sign. */
    record Challenge(Optional<Nonce> nonce) {}
}
