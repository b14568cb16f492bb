package io.bitchat.groups.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class SaidCodecFuzzTest {
    /** What another site says can be told on and be kept: all sites have the same of it. */
    @FuzzTest
    void whatIsTakenIsTheSameEverywhere(byte[] payload) {
        SaidCodec.decode(payload).ifPresent(said -> {
            var told = SaidCodec.encode(said);
            assertThat(SaidCodec.decode(told)).contains(said);
            assertThat(said.toString()).as("no database keeps a zero").doesNotContain("\0");
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(said.toString()))
                    .isTrue();
        });
    }
}
