package io.bitchat.crypto;

import static io.bitchat.crypto.PublishedVectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class WycheproofTest {
    @Test
    void agreesAsOthersDoAndRefusesExactlyTheKeysThatGiveZeros() throws IOException {
        var tests = PublishedVectors.wycheproof("x25519_test.json");

        assertThat(tests).hasSizeGreaterThan(500).allSatisfy(WycheproofTest::agrees);
    }

    private static void agrees(JsonNode test) {
        var key = X25519PublicKey.parse(Bytes.copyOf(hex(test.get("public"))));
        var shared = Bytes.copyOf(hex(test.get("shared")));
        assertThat(key.isEmpty()).isEqualTo(shared.equals(Bytes.copyOf(new byte[32])));

        var own = X25519KeyPair.fromPrivate(hex(test.get("private")));
        key.ifPresent(other -> assertThat(Bytes.copyOf(own.agree(other))).isEqualTo(shared));
    }

    @Test
    void sealsAndOpensAsOthersDo() throws IOException {
        var tests = PublishedVectors.wycheproof("chacha20_poly1305_test.json");

        assertThat(tests).hasSizeGreaterThan(300).allSatisfy(WycheproofTest::sealsAndOpens);
    }

    private static void sealsAndOpens(JsonNode test) {
        var aead = new ChaCha20Poly1305(hex(test.get("key")));
        var nonce = hex(test.get("iv"));
        var associated = hex(test.get("aad"));
        var plaintext = hex(test.get("msg"));
        var sealed = concat(hex(test.get("ct")), hex(test.get("tag")));

        if (nonce.length != ChaCha20Poly1305.NONCE_BYTES)
            assertThatThrownBy(() -> aead.seal(nonce, associated, plaintext))
                    .isInstanceOf(IllegalArgumentException.class);
        else if (test.get("result").asText().equals("invalid"))
            assertThat(aead.open(nonce, associated, sealed)).isEmpty();
        else {
            assertThat(aead.seal(nonce, associated, plaintext)).isEqualTo(sealed);
            assertThat(aead.open(nonce, associated, sealed)).hasValue(plaintext);
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        var whole = new byte[first.length + second.length];
        System.arraycopy(first, 0, whole, 0, first.length);
        System.arraycopy(second, 0, whole, first.length, second.length);
        return whole;
    }
}
