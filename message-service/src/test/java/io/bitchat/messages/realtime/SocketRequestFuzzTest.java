package io.bitchat.messages.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class SocketRequestFuzzTest {
    /** A query has what it has; none of it ends the request in an exception that nobody expects. */
    @FuzzTest
    void aQueryIsReadOrRefused(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);

        var request = SocketRequest.of(text, null);

        if (request.since() != null) assertThat(text).contains("since");
        if (request.token() != null) assertThat(text).contains("token");
        assertThat(SocketRequest.of(null, "Bearer " + text).token()).isEqualTo(text);
    }
}
