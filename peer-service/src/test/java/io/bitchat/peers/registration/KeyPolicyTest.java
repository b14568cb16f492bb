package io.bitchat.peers.registration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.kit.auth.AuthConfig;
import io.bitchat.kit.auth.AuthConfig.Mode;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KeyPolicyTest {
    private static final String PLAIN = "abc123";

    private final KeyPair old = keyPair();
    private final String oldKey = text(old);
    private final String newKey = text(keyPair());

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
        var proof = sign(old, "bitchat-key-v1:alice:" + newKey);

        assertThat(policy.mayChange(alice(oldKey), request(newKey, proof))).isTrue();
        assertThat(policy.mayChange(alice(oldKey), request(newKey, null))).isFalse();
        assertThat(policy.mayChange(alice(oldKey), request(newKey, "nonsense"))).isFalse();
        assertThat(policy.mayChange(alice(oldKey), request(PLAIN, null))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aSignatureOfSomethingElseIsNoProof(Mode mode) {
        var policy = policy(mode);
        var stranger = keyPair();

        assertThat(policy.mayChange(alice(oldKey), request(newKey, sign(stranger, "bitchat-key-v1:alice:" + newKey))))
                .isFalse();
        assertThat(policy.mayChange(alice(oldKey), request(newKey, sign(old, "bitchat-key-v1:bob:" + newKey))))
                .isFalse();
        assertThat(policy.mayChange(alice(oldKey), request(newKey, sign(old, "bitchat-key-v1:alice:" + oldKey))))
                .isFalse();
        assertThat(policy.mayChange(alice(oldKey), request(newKey, sign(old, newKey))))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REQUIRED")
    void aKeyThatCannotSignIsReplacedFreelyWhereCallersAreBelieved(Mode mode) {
        assertThat(policy(mode).mayChange(alice(PLAIN), request(newKey, null))).isTrue();
        assertThat(policy(mode).mayChange(alice(PLAIN), request("def456", null)))
                .isTrue();
    }

    @Test
    void aKeyThatCannotSignIsNeverReplacedWhereProofIsRequired() {
        assertThat(policy(Mode.REQUIRED).mayChange(alice(PLAIN), request(newKey, null)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"OPEN, true", "OPTIONAL, true", "REQUIRED, false"})
    void theSameKeyIsProofWhereCallersAreBelieved(Mode mode, boolean enough) {
        assertThat(policy(mode).mayChange(alice(oldKey), request(oldKey, null))).isEqualTo(enough);
    }

    @Test
    void whereProofIsRequiredTheSameKeyCanProveItself() {
        var proof = sign(old, "bitchat-key-v1:alice:" + oldKey);

        assertThat(policy(Mode.REQUIRED).mayChange(alice(oldKey), request(oldKey, proof)))
                .isTrue();
    }

    private record Auth(Mode mode, boolean openForced, URI jwksUrl, Duration jwksRefresh, int tokenCache)
            implements AuthConfig {}

    private static KeyPolicy policy(Mode mode) {
        return new KeyPolicy(new Auth(mode, false, URI.create("http://localhost/jwks"), Duration.ofSeconds(5), 1));
    }

    private static PeerEntity alice(String publicKey) {
        var peer = new PeerEntity();
        peer.peerId = "alice";
        peer.publicKey = publicKey;
        return peer;
    }

    private static RegisterRequest request(String publicKey, String proof) {
        return new RegisterRequest("alice", publicKey, null, proof);
    }

    private static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The last 32 bytes of the encoded key are the key itself (RFC 8410 §4). */
    private static String text(KeyPair keys) {
        var encoded = keys.getPublic().getEncoded();
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    private static String sign(KeyPair keys, String text) {
        try {
            var signer = Signature.getInstance("Ed25519");
            signer.initSign(keys.getPrivate());
            signer.update(text.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
