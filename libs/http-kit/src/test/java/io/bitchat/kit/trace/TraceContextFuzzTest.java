package io.bitchat.kit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class TraceContextFuzzTest {
    /** A trace is continued or a new one begins; the resulting header can always be parsed. */
    @FuzzTest
    void alwaysLeadsToAGoodHeader(byte[] bytes) {
        var header = new String(bytes, StandardCharsets.ISO_8859_1);

        var trace = TraceContext.continueOrStart(header);

        assertThat(trace.wire()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
        assertThat(TraceContext.continueOrStart(trace.wire()).traceId()).isEqualTo(trace.traceId());
        if (trace.callerId() != null) assertThat(header).contains(trace.traceId(), trace.callerId());
        assertThat(trace.isSampled()).isEqualTo((Integer.parseInt(trace.flags(), 16) & 1) == 1);
    }
}
