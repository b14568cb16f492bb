package io.bitchat.peers.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.kit.auth.AuthConfig;
import io.bitchat.kit.auth.AuthConfig.Mode;
import io.bitchat.peers.TestKey;
import io.bitchat.peers.keys.IdentityConfig;
import io.bitchat.peers.keys.Nonces;
import io.bitchat.peers.keys.SigningKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KeyPolicyTest {
    private static final String PLAIN = "abc123";
    private static final Duration LIFE = Duration.ofMinutes(2);

    @TempDir
    static Path keys;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Nonces nonces = nonces();

    private final TestKey old = TestKey.generate();
    private final String oldKey = old.text();
    private final String newKey = TestKey.generate().text();

    @ParameterizedTest
    @CsvSource({"OPEN, true", "OPTIONAL, true", "REQUIRED, false"})
    void callersAndPlainKeysAreBelievedUnlessProofIsRequired(Mode mode, boolean believed) {
        assertThat(policy(mode).believes()).isEqualTo(believed);
        assertThat(policy(mode).accepts(PLAIN)).isEqualTo(believed);
        assertThat(policy(mode).accepts(newKey)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aKeyThatCanSignIsReplacedWithItsSignatureOnly(Mode mode) {
        var policy = policy(mode);
        var nonce = nonces.issue("alice", 0).text();

        assertThat(policy.needsProof(alice(oldKey), request(newKey, null, null)))
                .isTrue();
        assertThat(policy.needsProof(alice(oldKey), request(PLAIN, null, null))).isTrue();
        assertThat(policy.proves(alice(oldKey), request(newKey, old.sign(text(nonce, newKey)), nonce)))
                .isTrue();
        assertThat(policy.proves(alice(oldKey), request(newKey, null, nonce))).isFalse();
        assertThat(policy.proves(alice(oldKey), request(newKey, "nonsense", nonce)))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aSignatureOfSomethingElseIsNoProof(Mode mode) {
        var policy = policy(mode);
        var nonce = nonces.issue("alice", 0).text();
        for (var said : List.of(
                "bitchat-key-v1:alice:" + newKey,
                text(nonce, newKey).replace("alice", "bob"),
                text(nonce, oldKey),
                text(nonces.issue("alice", 0).text(), newKey),
                text(nonce, newKey) + "another name",
                newKey)) {
            assertThat(policy.proves(alice(oldKey), request(newKey, old.sign(said), nonce)))
                    .as(said)
                    .isFalse();
        }
        assertThat(policy.proves(
                        alice(oldKey), request(newKey, TestKey.generate().sign(text(nonce, newKey)), nonce)))
                .isFalse();
    }

    /** A proof cannot be replayed: not after its expiry, not after the tokens were revoked, not for another peer. */
    @Test
    void aProofIsBoundToItsTimeItsGenerationAndItsPeer() {
        var policy = policy(Mode.REQUIRED);
        var nonce = nonces.issue("alice", 0).text();
        var good = request(newKey, old.sign(text(nonce, newKey)), nonce);
        assertThat(policy.proves(alice(oldKey), good)).isTrue();

        var revoked = alice(oldKey);
        revoked.tokenGeneration = 1;
        assertThat(policy.proves(revoked, good)).isFalse();
        var others = nonces.issue("bob", 0).text();
        assertThat(policy.proves(alice(oldKey), request(newKey, old.sign(text(others, newKey)), others)))
                .isFalse();
        now = now.plus(LIFE);
        assertThat(policy.proves(alice(oldKey), good)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REQUIRED")
    void aKeyThatCannotSignIsReplacedFreelyWhereCallersAreBelieved(Mode mode) {
        assertThat(policy(mode).needsProof(alice(PLAIN), request(newKey, null, null)))
                .isFalse();
        assertThat(policy(mode).needsProof(alice(PLAIN), request("def456", null, null)))
                .isFalse();
    }

    @Test
    void aKeyThatCannotSignIsNeverReplacedWhereProofIsRequired() {
        var policy = policy(Mode.REQUIRED);
        var nonce = nonces.issue("alice", 0).text();

        assertThat(policy.needsProof(alice(PLAIN), request(newKey, null, null))).isTrue();
        assertThat(policy.proves(alice(PLAIN), request(newKey, old.sign(text(nonce, newKey)), nonce)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"OPEN, false", "OPTIONAL, false", "REQUIRED, true"})
    void theSameKeyIsProofWhereCallersAreBelieved(Mode mode, boolean needed) {
        assertThat(policy(mode).needsProof(alice(oldKey), request(oldKey, null, null)))
                .isEqualTo(needed);
    }

    private static String text(String nonce, String key) {
        return "bitchat-key-v2:alice:" + nonce + ":" + key + ":";
    }

    private record Identity(Path signingKeyFile, Duration tokenLife, Duration challengeLife) implements IdentityConfig {
        @Override
        public Optional<Set<String>> edgeNodes() {
            return Optional.empty();
        }
    }

    private Nonces nonces() {
        var config = new Identity(keys.resolve("signing.jwk"), Duration.ofHours(1), LIFE);
        return new Nonces(new SigningKey(config), config, () -> now);
    }

    private record Auth(Mode mode, boolean openForced, URI jwksUrl, Duration jwksRefresh, int tokenCache)
            implements AuthConfig {}

    private KeyPolicy policy(Mode mode) {
        return new KeyPolicy(
                new Auth(mode, false, URI.create("http://localhost/jwks"), Duration.ofSeconds(5), 1), nonces);
    }

    private static PeerEntity alice(String publicKey) {
        var peer = new PeerEntity();
        peer.peerId = "alice";
        peer.publicKey = publicKey;
        return peer;
    }

    private static RegisterRequest request(String publicKey, String proof, String nonce) {
        return new RegisterRequest("alice", publicKey, null, proof, nonce);
    }
}
