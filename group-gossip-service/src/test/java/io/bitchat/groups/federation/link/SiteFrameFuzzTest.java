package io.bitchat.groups.federation.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

class SiteFrameFuzzTest {
    /** Each frame has exactly one encoding. */
    @FuzzTest
    void isWrittenAsItWasRead(byte[] bytes) {
        SiteFrame.decode(ByteBuffer.wrap(bytes))
                .ifPresent(frame -> assertThat(frame.encode()).isEqualTo(bytes));
    }
}
