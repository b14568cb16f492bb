package io.bitchat.files.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class FileNameFuzzTest {
    /** A sanitized name is no path, has no control characters, and does not change when sanitized again. */
    @FuzzTest
    void isCleanAtOnce(byte[] bytes) {
        var name = FileName.of(new String(bytes, StandardCharsets.UTF_8));

        assertThat(name).isNotEmpty().doesNotContain("/", "\\").doesNotStartWith(".");
        assertThat(name.codePoints()).noneMatch(Character::isISOControl);
        assertThat(FileName.of(name)).isEqualTo(name);
    }
}
