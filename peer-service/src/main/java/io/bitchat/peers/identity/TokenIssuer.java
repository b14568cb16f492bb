package io.bitchat.peers.identity;

import io.bitchat.kit.auth.VerifiedToken;
import io.bitchat.peers.keys.Ed25519Keys;
import io.bitchat.peers.registration.Directory;
import io.bitchat.peers.registration.Directory.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Optional;

/** Gives a token for a signed nonce. */
@ApplicationScoped
class TokenIssuer {
    private static final String SIGNED_PREFIX = "bitchat-auth-v1:";

    private final Directory directory;
    private final Challenges challenges;
    private final SigningKey signingKey;
    private final InstantSource clock;

    TokenIssuer(Directory directory, Challenges challenges, SigningKey signingKey, InstantSource clock) {
        this.directory = directory;
        this.challenges = challenges;
        this.signingKey = signingKey;
        this.clock = clock;
    }

    /** What became of a request for a token. */
    sealed interface Outcome {
        record Issued(String token) implements Outcome {}

        record UnknownPeer() implements Outcome {}

        record NonceNotGood() implements Outcome {}

        record SignatureNotGood() implements Outcome {}
    }

    Uni<Outcome> issue(String peerId, String nonce, String signature, java.time.Duration life) {
        return directory
                .identity(peerId)
                .flatMap(identity -> identity.isEmpty()
                        ? Uni.createFrom().item(new Outcome.UnknownPeer())
                        : issue(peerId, identity.get(), nonce, signature, life));
    }

    private Uni<Outcome> issue(
            String peerId, Identity identity, String nonce, String signature, java.time.Duration life) {
        return challenges.take(peerId, nonce).flatMap(good -> {
            if (!good) return Uni.createFrom().item(new Outcome.NonceNotGood());
            if (!signed(peerId, identity, nonce, signature)) {
                // anyone may claim to be this peer: a wrong signature says nothing about the peer itself
                return Uni.createFrom().item(new Outcome.SignatureNotGood());
            }
            var now = clock.instant();
            var token = new VerifiedToken(peerId, identity.tokenGeneration(), now.plus(life));
            return Uni.createFrom().item(new Outcome.Issued(signingKey.sign(token, now)));
        });
    }

    private static boolean signed(String peerId, Identity identity, String nonce, String signature) {
        return Ed25519Keys.parse(identity.publicKey())
                .map(key -> Ed25519Keys.verifies(key, SIGNED_PREFIX + peerId + ':' + nonce, signature))
                .orElse(false);
    }

    /** Whether the peer could sign at all. */
    Uni<Optional<Boolean>> canSign(String peerId) {
        return directory
                .identity(peerId)
                .map(found -> found.map(
                        identity -> Ed25519Keys.parse(identity.publicKey()).isPresent()));
    }
}
