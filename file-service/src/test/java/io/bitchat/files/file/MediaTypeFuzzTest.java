package io.bitchat.files.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MediaTypeFuzzTest {
    /** What goes into a header stays within it. */
    @FuzzTest
    void whatIsTakenFitsIntoAHeader(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);

        var type = MediaType.orUnknown(text);

        assertThat(type).matches("[ -~]{3,255}").contains("/");
        assertThat(MediaType.orUnknown(type)).isEqualTo(type);
    }

    /** A constraint looks at the text before another one says that it is too long. */
    @Test
    void aTextOfAMebibyteIsNoTypeEither() {
        assertThat(("a/b" + ";a=b".repeat(1 << 18)).matches(MediaType.REGEX)).isFalse();
    }
}
