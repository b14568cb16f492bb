package io.bitchat.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class TraceParentFuzzTest {
    /** A valid header is passed on, any other is replaced by a new one. */
    @FuzzTest
    void alwaysPassesAGoodHeaderOn(byte[] bytes) {
        var header = new String(bytes, StandardCharsets.ISO_8859_1);

        var trace = TraceParent.of(header);

        assertThat(trace.header())
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
                .contains(trace.traceId());
        assertThat(TraceParent.of(trace.header())).isEqualTo(trace);
    }
}
