package io.bitchat.groups.oplog;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class GroupPayloadCodecFuzzTest {
    /** A decoded payload encodes to an equal one and can be stored, so that all sites have the same. */
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
