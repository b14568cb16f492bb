package io.bitchat.files.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MediaTypeFuzzTest {
    /** Every accepted type fits into a header without breaking out of it. */
    @FuzzTest
    void whatIsTakenFitsIntoAHeader(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);

        var type = MediaType.orUnknown(text);

        assertThat(type).matches("[ -~]{3,255}").contains("/");
        assertThat(MediaType.orUnknown(type)).isEqualTo(type);
    }

    /** The pattern is applied to texts of any length, before another constraint limits the length. */
    @Test
    void aTextOfAMebibyteIsNoTypeEither() {
        assertThat(("a/b" + ";a=b".repeat(1 << 18)).matches(MediaType.REGEX)).isFalse();
    }
}
