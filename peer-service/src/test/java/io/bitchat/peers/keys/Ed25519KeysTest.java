package io.bitchat.peers.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519KeysTest {
    /** RFC 8032 §7.1, TEST 2: the message is the one byte 0x72, which is the text "r". */
    private static final String KEY = base64("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");

    private static final String SIGNATURE = base64("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");

    @Test
    void aSignatureOfTheStandardVerifiesAndNoOtherTextDoes() {
        var key = Ed25519Keys.parse(KEY).orElseThrow();
        assertThat(Ed25519Keys.verifies(key, "r", SIGNATURE)).isTrue();
        assertThat(Ed25519Keys.verifies(key, "s", SIGNATURE)).isFalse();
        assertThat(Ed25519Keys.verifies(key, "r", SIGNATURE.substring(4))).isFalse();
        assertThat(Ed25519Keys.verifies(key, "r", "A".repeat(88))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc123", "not base64!", "AAAA", "\u00e9"})
    void otherTextIsNoKey(String text) {
        assertThat(Ed25519Keys.parse(text)).isEmpty();
        assertThat(Ed25519Keys.parse(text.repeat(200))).isEmpty();
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }
}
