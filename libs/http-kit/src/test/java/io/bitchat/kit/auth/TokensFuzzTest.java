package io.bitchat.kit.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;

class TokensFuzzTest {
    private static final PublicKey KEY = key();
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private record Auth(Mode mode, boolean openForced, URI jwksUrl, Duration jwksRefresh, int tokenCache)
            implements AuthConfig {}

    private final Tokens tokens = new Tokens(
            _ -> Uni.createFrom().item(KEY),
            new TokenGenerations(),
            () -> NOW,
            new Auth(AuthConfig.Mode.REQUIRED, false, URI.create("http://localhost/jwks"), Duration.ofSeconds(5), 1));

    /** An unsigned token is rejected with a 401, whatever it looks like. */
    @FuzzTest
    void whatNobodySignedIsRefused(byte[] bytes) {
        var token = new String(bytes, StandardCharsets.ISO_8859_1);

        var refusal = catchThrowable(() -> tokens.verify(token).await().atMost(Duration.ofSeconds(5)));

        assertThat(refusal).isInstanceOf(Problem.class);
        assertThat(((Problem) refusal).status()).isEqualTo(401);
    }

    private static PublicKey key() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }
}
