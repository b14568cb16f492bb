package io.bitchat.groups.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

class SiteFrameFuzzTest {
    /** Every frame has one form. */
    @FuzzTest
    void isWrittenAsItWasRead(byte[] bytes) {
        SiteFrame.decode(ByteBuffer.wrap(bytes))
                .ifPresent(frame -> assertThat(frame.encode()).isEqualTo(bytes));
    }
}
