package io.bitchat.groups.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class GroupPayloadCodecFuzzTest {
    /** What another site says can be told on and be kept: all sites have the same of it. */
    @FuzzTest
    void whatIsTakenIsTheSameEverywhere(byte[] payload) {
        GroupPayloadCodec.decode(payload).ifPresent(said -> {
            var told = GroupPayloadCodec.encode(said);
            assertThat(GroupPayloadCodec.decode(told)).contains(said);
            assertThat(said.toString()).as("no database keeps a zero").doesNotContain("\0");
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(said.toString()))
                    .isTrue();
        });
    }
}
