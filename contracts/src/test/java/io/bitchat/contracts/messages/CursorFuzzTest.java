package io.bitchat.contracts.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class CursorFuzzTest {
    /** Each position has exactly one text. */
    @FuzzTest
    void isWrittenAsItWasRead(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);

        Cursor.parse(text).ifPresent(cursor -> assertThat(cursor.text()).isEqualTo(text));
    }
}
