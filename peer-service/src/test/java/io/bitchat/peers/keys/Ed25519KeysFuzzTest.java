package io.bitchat.peers.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

class Ed25519KeysFuzzTest {
    /** A key is 32 bytes in base64, and the same key in either alphabet. */
    @FuzzTest
    void readsThirtyTwoBytesOrNothing(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);

        Ed25519Keys.parse(text).ifPresent(key -> {
            var encoded = key.getEncoded();
            var raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
            var again = Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
            assertThat(Ed25519Keys.parse(again)).contains(key);
            assertThat(text.replace('+', '-').replace('/', '_').replace("=", ""))
                    .hasSameSizeAs(again);
        });
        assertThat(Ed25519Keys.verifies(KEY, "text", text)).isFalse();
    }

    private static final java.security.PublicKey KEY =
            Ed25519Keys.parse("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").orElseThrow();
}
