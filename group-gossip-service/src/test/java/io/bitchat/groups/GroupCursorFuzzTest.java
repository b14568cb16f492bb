package io.bitchat.groups;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class GroupCursorFuzzTest {
    /** Each position has exactly one text. */
    @FuzzTest
    void isWrittenAsItWasRead(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);

        GroupCursor.parse(text).ifPresent(cursor -> assertThat(cursor.text()).isEqualTo(text));
    }
}
