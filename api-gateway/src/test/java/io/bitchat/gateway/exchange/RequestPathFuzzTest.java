package io.bitchat.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class RequestPathFuzzTest {
    /** Normalisation is idempotent, and the result has no dot segments. */
    @FuzzTest
    void hasOneForm(byte[] bytes) {
        var raw = new String(bytes, StandardCharsets.ISO_8859_1);

        var path = RequestPath.normalise(raw);

        if (path == null) return;
        assertThat(RequestPath.normalise(path)).isEqualTo(path);
        assertThat(path).matches("/[!-~]*").doesNotContain("//", "/../", "/./");
        assertThat(path.toLowerCase(java.util.Locale.ROOT)).doesNotContain("%2f", "%5c", "%00", "%2e");
        assertThat(java.net.URI.create(path).getRawPath()).isEqualTo(path);
        assertThat(path.equals("/") || !path.endsWith("/")).isTrue();
    }

    @FuzzTest
    void aQueryIsLegalOnce(byte[] bytes) {
        var raw = new String(bytes, StandardCharsets.ISO_8859_1);

        var query = RequestPath.legalQuery(raw);

        assertThat(query).matches("[!-~]*");
        assertThat(RequestPath.legalQuery(query)).isEqualTo(query);
    }
}
