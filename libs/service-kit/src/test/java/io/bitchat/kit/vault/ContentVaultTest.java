package io.bitchat.kit.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentVaultTest {
    private static final String VERSION = "v1.";
    private static final int NONCE_CHARACTERS = 16;
    private static final int SEALS = 1_000_000;

    private final ContentVault vault = new ContentVault(key(1));

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "line\nbreak", "grüße \uD83D\uDC4B", "v1.AAAA"})
    void opensWhatItSealed(String content) {
        assertThat(vault.open("m1", vault.seal("m1", content))).isEqualTo(content);
    }

    @Test
    void theSealedTextDoesNotShowTheContent() {
        var stored = bytes(vault.seal("m1", "hello"));

        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("hello");
    }

    @Test
    void aChangeOfAnyByteIsRefused() {
        var stored = bytes(vault.seal("m1", "hello"));

        for (int place = 0; place < stored.length; place++) {
            var altered = stored.clone();
            altered[place] ^= 1;
            assertRefused(vault, "m1", text(altered));
        }
    }

    @Test
    void aLostEndIsRefused() {
        var stored = bytes(vault.seal("m1", "hello"));

        assertRefused(vault, "m1", text(Arrays.copyOf(stored, stored.length - 1)));
    }

    @Test
    void anUnknownFormIsRefused() {
        assertRefused(vault, "m1", vault.seal("m1", "hello").replace(VERSION, "v2."));
        assertRefused(vault, "m1", "hello");
        assertRefused(vault, "m1", "v1.!!!!");
        assertRefused(vault, "m1", "v1.AAAA");
        assertRefused(vault, "m1", "v1.");
    }

    @Test
    void theContentOfAnotherMessageIsRefused() {
        assertRefused(vault, "m2", vault.seal("m1", "hello"));
    }

    @Test
    void whatAnotherKeySealedIsRefused() {
        assertRefused(vault, "m1", new ContentVault(key(2)).seal("m1", "hello"));
    }

    @Test
    void sealingTwiceGivesTwoTexts() {
        assertThat(vault.seal("m1", "hello")).isNotEqualTo(vault.seal("m1", "hello"));
    }

    /**
     * Even the first 8 of a nonce's 12 random bytes all differ. A random collision among them has a chance of 1 in 37
     * million.
     */
    @Test
    void noNonceRepeatsInAMillion() {
        var nonces = IntStream.range(0, SEALS)
                .mapToLong(_ -> nonceStart(vault.seal("m1", "")))
                .sorted()
                .toArray();

        assertThat(IntStream.range(1, SEALS).filter(i -> nonces[i - 1] == nonces[i]))
                .isEmpty();
    }

    private static long nonceStart(String stored) {
        var nonce = stored.substring(VERSION.length(), VERSION.length() + NONCE_CHARACTERS);
        return ByteBuffer.wrap(Base64.getDecoder().decode(nonce)).getLong();
    }

    private static void assertRefused(ContentVault vault, String messageId, String stored) {
        assertThatIllegalStateException().isThrownBy(() -> vault.open(messageId, stored));
    }

    private static byte[] bytes(String stored) {
        return Base64.getDecoder().decode(stored.substring(VERSION.length()));
    }

    private static String text(byte[] stored) {
        return VERSION + Base64.getEncoder().withoutPadding().encodeToString(stored);
    }

    private static SecretKey key(int seed) {
        var raw = new byte[32];
        Arrays.fill(raw, (byte) seed);
        return new SecretKeySpec(raw, "AES");
    }
}
