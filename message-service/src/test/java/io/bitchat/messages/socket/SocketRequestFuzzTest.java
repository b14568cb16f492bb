package io.bitchat.messages.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.bitchat.kit.problem.Problem;
import java.nio.charset.StandardCharsets;

class SocketRequestFuzzTest {
    /** Any query is parsed or refused with a {@code Problem}. */
    @FuzzTest
    void aQueryIsReadOrRefused(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);

        try {
            var request = SocketRequest.of(text, null);
            assertThat(request.since()).isNotEqualTo("");
            assertThat(request.token()).isNotEqualTo("");
        } catch (Problem refusal) {
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(text).contains("%");
        }
        assertThat(SocketRequest.of(null, "Bearer " + text).token()).isEqualTo(text.strip());
    }
}
