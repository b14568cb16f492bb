package io.bitchat.gossip.seal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

class MessageCodecFuzzTest {
    /** Each message has exactly one encoding, so the bytes read are the bytes that were signed. */
    @FuzzTest
    void writesWhatItReadAgain(byte[] bytes) {
        MessageCodec.parse(bytes).ifPresent(parsed -> {
            var payload = Arrays.copyOfRange(bytes, parsed.payload(), bytes.length);
            assertThat(MessageCodec.encode(parsed.header(), payload)).isEqualTo(bytes);
        });
    }
}
