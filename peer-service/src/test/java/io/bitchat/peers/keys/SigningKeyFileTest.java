package io.bitchat.peers.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitchat.kit.auth.VerifiedToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyFileTest {
    /** Printed by {@code openssl genpkey -algorithm ed25519}. */
    private static final String PEM = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIDrCJFWhuNe8VZnSzfwQbM3LHjBNzlImS5FfUyf32Hyo
            -----END PRIVATE KEY-----
            """;

    /** The last 32 bytes of {@code openssl pkey -pubout -outform DER} for the same key. */
    private static final String PUBLIC = "Aa0lQLTpPiS-qXIPzjgBjCqY5JPtHWzjJi37ov6zh88";

    private static final String X25519 = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VuBCIEIMh9nf5wMOXCoCbNwNHV9geiIy9OdGUgy2Coz78QWKFy
            -----END PRIVATE KEY-----
            """;

    @TempDir
    Path folder;

    private record Identity(Path signingKeyFile, Duration tokenLife, Duration challengeLife) implements IdentityConfig {
        @Override
        public Optional<Set<String>> edgeNodes() {
            return Optional.empty();
        }
    }

    @Test
    void readsWhatOpenSslPrints() throws IOException {
        var key = read(PEM).publicJwk();

        assertThat(key)
                .containsEntry("kty", "OKP")
                .containsEntry("crv", "Ed25519")
                .containsEntry("x", PUBLIC)
                .containsEntry("alg", "EdDSA")
                .containsEntry("use", "sig")
                .doesNotContainKey("d");
    }

    /** RFC 7638 §3: members in lexicographic order, without whitespace. */
    @Test
    void aKeyWithoutAnIdIsNamedByItsThumbprint() throws Exception {
        var hashed = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + PUBLIC + "\"}";
        var thumbprint = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(hashed.getBytes(StandardCharsets.US_ASCII)));

        assertThat(read(PEM).publicJwk()).containsEntry("kid", thumbprint);
        assertThat(read(PEM.replace("\n", "\r\n")).publicJwk()).containsEntry("kid", thumbprint);
    }

    @Test
    void signsTokensThatThePublicKeyVerifies() throws Exception {
        var key = read(PEM);
        var now = Instant.parse("2026-01-01T00:00:00Z");

        var token = key.sign(new VerifiedToken("alice", 1, now.plusSeconds(60)), now);

        var verified = new JsonWebSignature();
        verified.setCompactSerialization(token);
        verified.setKey(PublicJsonWebKey.Factory.newPublicJwk(key.publicJwk()).getPublicKey());
        assertThat(verified.verifySignature()).isTrue();
        assertThat(verified.getKeyIdHeaderValue()).isEqualTo(key.publicJwk().get("kid"));
        assertThat(key.find(verified.getKeyIdHeaderValue()).await().indefinitely())
                .isNotNull();
    }

    @Test
    void aJwkKeepsItsId() throws IOException {
        var jwk = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"mine\",\"x\":\"" + PUBLIC
                + "\",\"d\":\"OsIkVaG417xVmdLN_BBszcseME3OUiZLkV9TJ_fYfKg\"}";

        assertThat(read(jwk).publicJwk()).containsEntry("kid", "mine").containsEntry("x", PUBLIC);
    }

    @Test
    void aMissingFileIsCreatedAndReadAgain() {
        var config = config(folder.resolve("new.jwk"));

        var created = new SigningKey(config).publicJwk();

        assertThat(new SigningKey(config).publicJwk()).isEqualTo(created).containsKey("kid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "{}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + PUBLIC + "\"}",
                "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
                "-----BEGIN PRIVATE KEY-----\nMC4CAQ",
                "-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----",
                "-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----",
                X25519
            })
    void anythingElseIsRefusedWithWhatIsExpected(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("token-signing.pem must hold the private Ed25519 key")
                .hasMessageContaining("openssl genpkey -algorithm ed25519");
    }

    private SigningKey read(String text) throws IOException {
        return new SigningKey(config(Files.writeString(folder.resolve("token-signing.pem"), text)));
    }

    private static IdentityConfig config(Path file) {
        return new Identity(file, Duration.ofHours(1), Duration.ofMinutes(2));
    }
}
