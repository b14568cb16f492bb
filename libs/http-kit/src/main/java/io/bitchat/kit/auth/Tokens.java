package io.bitchat.kit.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bitchat.kit.context.OffEventLoop;
import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;

/** Verifies access tokens: JWTs (RFC 7519) signed with EdDSA (RFC 8037). */
@ApplicationScoped
public class Tokens {
    private static final int MAX_TOKEN_LENGTH = 4_096;
    private static final AlgorithmConstraints EDDSA_ONLY =
            new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.EDDSA);

    private final VerificationKeys keys;
    private final TokenGenerations generations;
    private final InstantSource clock;
    private final Cache<String, VerifiedToken> verified;

    Tokens(VerificationKeys keys, TokenGenerations generations, InstantSource clock, AuthConfig config) {
        this.keys = keys;
        this.generations = generations;
        this.clock = clock;
        this.verified = Caffeine.newBuilder().maximumSize(config.tokenCache()).build();
    }

    /** Whether this token was verified before, so that verifying it again is cheap. */
    boolean isKnown(String token) {
        return verified.getIfPresent(token) != null;
    }

    /** The token's content, or a failure with a 401 {@link Problem} that names the reason. */
    public Uni<VerifiedToken> verify(String token) {
        var known = verified.getIfPresent(token);
        if (known != null) return Uni.createFrom().item(() -> current(known));
        if (token.length() > MAX_TOKEN_LENGTH) return refuse("the token is too long");
        return keyIdOf(token)
                .flatMap(keys::find)
                .flatMap(key -> OffEventLoop.run(() -> checkSignature(token, key)))
                .invoke(good -> verified.put(token, good))
                .map(this::current);
    }

    /** Whether a verified token is still valid; for connections that outlive the request. */
    public boolean isCurrent(VerifiedToken token) {
        return clock.instant().isBefore(token.expiresAt()) && generations.accepts(token);
    }

    private VerifiedToken current(VerifiedToken token) {
        if (isCurrent(token)) return token;
        throw Problem.unauthenticated(
                generations.accepts(token)
                        ? "the token has expired; get a new one at /api/bitchat/auth/challenge"
                        : "the token was revoked; get a new one at /api/bitchat/auth/challenge");
    }

    private static Uni<String> keyIdOf(String token) {
        try {
            var signature = (JsonWebSignature) JsonWebSignature.fromCompactSerialization(token);
            var keyId = signature.getKeyIdHeaderValue();
            return keyId == null
                    ? refuse("the token names no key")
                    : Uni.createFrom().item(keyId);
        } catch (JoseException | ClassCastException _) {
            return refuse("the token is not a signed JWT");
        }
    }

    private static VerifiedToken checkSignature(String token, @org.jspecify.annotations.Nullable PublicKey key) {
        if (key == null) throw Problem.unauthenticated("the token is signed by an unknown key");
        try {
            return contentOf(new JwtConsumerBuilder()
                    .setVerificationKey(key)
                    .setJwsAlgorithmConstraints(EDDSA_ONLY)
                    .setExpectedIssuer(VerifiedToken.ISSUER)
                    .setRequireSubject()
                    .setRequireExpirationTime()
                    // no audience is expected, so a token that names one is meant for somebody else (RFC 7519 §4.1.3)
                    // expiry is checked with the service's own clock, each time the token is used
                    .setEvaluationTime(org.jose4j.jwt.NumericDate.fromSeconds(0))
                    .build()
                    .processToClaims(token));
        } catch (InvalidJwtException | MalformedClaimException _) {
            throw Problem.unauthenticated("the token is not valid");
        }
    }

    private static VerifiedToken contentOf(JwtClaims claims) throws MalformedClaimException {
        var generation = claims.getClaimValue(VerifiedToken.GENERATION_CLAIM, Long.class);
        return new VerifiedToken(
                claims.getSubject(),
                generation == null ? 0 : generation,
                Instant.ofEpochSecond(claims.getExpirationTime().getValue()),
                claims.hasClaim(VerifiedToken.ROLES_CLAIM)
                        ? Set.copyOf(claims.getStringListClaimValue(VerifiedToken.ROLES_CLAIM))
                        : Set.of());
    }

    private static <T> Uni<T> refuse(String detail) {
        return Uni.createFrom().failure(Problem.unauthenticated(detail));
    }
}
