package io.bitchat.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeKeyTest {
    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("node.pem"), text, StandardCharsets.US_ASCII);
    }

    private static String pem(byte[] der) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PRIVATE KEY-----\n";
    }

    @Test
    void signsAsTheKeyInTheFile() throws Exception {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var key = NodeKey.ofPem(file(pem(pair.getPrivate().getEncoded())));

        var encoded = pair.getPublic().getEncoded();
        assertThat(Base64.getDecoder().decode(key.publicKey()))
                .isEqualTo(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        var verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(pair.getPublic());
        verifier.update("hello".getBytes(StandardCharsets.UTF_8));
        assertThat(verifier.verify(Base64.getDecoder().decode(key.sign("hello"))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"})
    void anythingElseIsRefusedWithTheRemedy(String text) throws IOException {
        var file = file(text);

        assertThatThrownBy(() -> NodeKey.ofPem(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openssl genpkey -algorithm ed25519");
    }

    @Test
    void aKeyOfAnotherKindIsRefused() throws Exception {
        var pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        var file = file(pem(pair.getPrivate().getEncoded()));

        assertThatThrownBy(() -> NodeKey.ofPem(file)).isInstanceOf(IllegalArgumentException.class);
    }
}
