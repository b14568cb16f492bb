package io.bitchat.chunks;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

class ChunkHashFuzzTest {
    /** A hash is parsed from its 64 digits, in either case. */
    @FuzzTest
    void isWrittenAsItWasRead(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);

        ChunkHash.parse(text).ifPresent(hash -> assertThat(hash.toString()).isEqualTo(text.toLowerCase(Locale.ROOT)));
    }
}
