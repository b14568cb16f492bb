package io.bitchat.files.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class FormTypeFuzzTest {
    /** The header for the form decoder has exactly the parsed boundary. */
    @FuzzTest
    void isWrittenAsItWasUnderstood(byte[] bytes) {
        var header = new String(bytes, StandardCharsets.ISO_8859_1);

        FormType.parse(header).ifPresent(type -> {
            assertThat(type.boundary()).hasSizeBetween(1, 70);
            assertThat(FormType.parse(type.header())).contains(type);
            assertThat(FormType.isForm(type.header())).isTrue();
        });
    }
}
