package io.bitchat.kit.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class StrictUtf8FuzzTest {
    /** Bytes are valid if and only if decoding and encoding reproduces them. */
    @FuzzTest
    void acceptsWhatItWouldWrite(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);

        assertThat(StrictUtf8.isUtf8(bytes))
                .isEqualTo(java.util.Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8)));
    }
}
