package io.bitchat.files.download;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.bitchat.files.download.ByteRange.Asked;
import java.nio.charset.StandardCharsets;

class ByteRangeFuzzTest {
    /** A range is within the file, and never empty. */
    @FuzzTest
    void aPartLiesWithinTheFile(byte[] bytes) {
        long size = bytes.length == 0 ? 1 : 1 + (bytes[0] & 0xffL) * 77;
        var header = new String(bytes, StandardCharsets.ISO_8859_1).substring(Math.min(1, bytes.length));

        if (ByteRange.asked(header, size) instanceof Asked.Part(var range)) {
            assertThat(range.first()).isBetween(0L, size - 1);
            assertThat(range.last()).isBetween(range.first(), size - 1);
            assertThat(range.length()).isPositive();
        }
    }
}
