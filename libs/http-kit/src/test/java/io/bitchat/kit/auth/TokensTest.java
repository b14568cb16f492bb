package io.bitchat.kit.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokensTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = START.plusSeconds(60);
    private static final KeyPair KEYS = SignedTokens.keyPair();

    record Auth(Mode mode, boolean openForced, URI jwksUrl, Duration jwksRefresh, int tokenCache)
            implements AuthConfig {
        static Auth of(Mode mode) {
            return new Auth(mode, false, URI.create("http://localhost/jwks"), Duration.ofSeconds(5), 100);
        }
    }

    private final TokenGenerations generations = new TokenGenerations();
    private Instant now = START;
    private int searches;
    private final Tokens tokens = new Tokens(this::key, generations, () -> now, Auth.of(AuthConfig.Mode.REQUIRED));

    private Uni<PublicKey> key(String id) {
        searches++;
        return id.equals(SignedTokens.KEY_ID)
                ? Uni.createFrom().item(KEYS.getPublic())
                : Uni.createFrom().nullItem();
    }

    private VerifiedToken verify(String token) {
        return tokens.verify(token).await().atMost(Duration.ofSeconds(20));
    }

    private String refusal(String token) {
        var problem = catchThrowableOfType(Problem.class, () -> verify(token));
        assertThat(problem).as("a refusal of %s", token).isNotNull();
        assertThat(problem.status()).isEqualTo(401);
        return String.valueOf(problem.getMessage());
    }

    private static JwtClaims claims() {
        return SignedTokens.claims("alice", END);
    }

    @Test
    void aSignedTokenTellsItsContent() {
        var claims = claims();
        claims.setClaim(VerifiedToken.GENERATION_CLAIM, 3);

        assertThat(verify(SignedTokens.signed(claims, KEYS))).isEqualTo(new VerifiedToken("alice", 3, END));
        assertThat(verify(SignedTokens.signed(claims(), KEYS)).generation()).isZero();
    }

    @Test
    void aTokenMayCarryRoles() {
        var claims = claims();
        claims.setStringListClaim(VerifiedToken.ROLES_CLAIM, "edge", "other");

        assertThat(verify(SignedTokens.signed(claims, KEYS)).hasRole(VerifiedToken.EDGE_ROLE))
                .isTrue();
        assertThat(verify(SignedTokens.signed(claims(), KEYS)).hasRole(VerifiedToken.EDGE_ROLE))
                .isFalse();
    }

    @Test
    void aTokenIsVerifiedOnceAndJudgedEachTime() {
        var token = SignedTokens.signed(claims(), KEYS);
        assertThat(tokens.isKnown(token)).isFalse();
        verify(token);
        verify(token);
        assertThat(tokens.isKnown(token)).isTrue();
        assertThat(searches).isEqualTo(1);

        now = END.minusMillis(1);
        assertThat(verify(token).subject()).isEqualTo("alice");
        now = END;
        assertThat(refusal(token)).contains("expired");
    }

    @Test
    void aTokenThatIsKnownIsRefusedOnceItIsRevoked() {
        var token = SignedTokens.signed(claims(), KEYS);
        var verified = verify(token);
        assertThat(tokens.isCurrent(verified)).isTrue();

        generations.raise("alice", 1);

        assertThat(tokens.isCurrent(verified)).isFalse();
        assertThat(refusal(token)).contains("revoked");
        var later = claims();
        later.setClaim(VerifiedToken.GENERATION_CLAIM, 1);
        assertThat(verify(SignedTokens.signed(later, KEYS)).subject()).isEqualTo("alice");
    }

    static Stream<Consumer<JwtClaims>> changes() {
        return Stream.of(
                claims -> claims.setIssuer("another"),
                claims -> claims.unsetClaim("iss"),
                claims -> claims.unsetClaim("sub"),
                claims -> claims.unsetClaim("exp"),
                // meant for somebody else
                claims -> claims.setAudience("another"),
                claims -> claims.setClaim(VerifiedToken.GENERATION_CLAIM, "one"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aTokenOfOtherContentIsRefused(Consumer<JwtClaims> change) {
        var claims = claims();
        change.accept(claims);

        assertThat(refusal(SignedTokens.signed(claims, KEYS))).isEqualTo("the token is not valid");
    }

    @Test
    void aTokenOfAnotherKeyOrAlgorithmIsRefused() {
        var stranger = SignedTokens.keyPair();
        // whoever knows the public key can compute this one
        var shared = new SecretKeySpec(KEYS.getPublic().getEncoded(), "HmacSHA256");

        assertThat(refusal(SignedTokens.signed(claims(), stranger))).isEqualTo("the token is not valid");
        assertThat(refusal(
                        SignedTokens.signed(claims(), AlgorithmIdentifiers.HMAC_SHA256, shared, SignedTokens.KEY_ID)))
                .isEqualTo("the token is not valid");
        assertThat(refusal(SignedTokens.signed(claims(), AlgorithmIdentifiers.NONE, null, SignedTokens.KEY_ID)))
                .isEqualTo("the token is not valid");
        assertThat(refusal(SignedTokens.signed(claims(), AlgorithmIdentifiers.EDDSA, KEYS.getPrivate(), "unknown")))
                .contains("unknown key");
    }

    @Test
    void whatIsTooLongIsNotReadAtAll() {
        assertThat(refusal(SignedTokens.signed(claims(), KEYS) + "A".repeat(4_096)))
                .contains("too long");
        assertThat(searches).isZero();
    }

    @Test
    void aRefusedTokenIsNotKnown() {
        var token = SignedTokens.signed(claims(), SignedTokens.keyPair());
        refusal(token);
        refusal(token);

        assertThat(tokens.isKnown(token)).isFalse();
        assertThat(searches).isEqualTo(2);
    }
}
