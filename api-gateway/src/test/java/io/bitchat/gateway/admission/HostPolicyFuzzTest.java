package io.bitchat.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

class HostPolicyFuzzTest {
    private static final HostPolicy HOSTS = new HostPolicy("127.0.0.1", List.of("chat.example"));
    private static final OriginPolicy ORIGINS =
            new OriginPolicy(List.of("https://chat.example", "http://app.example:*"));

    /** Only the configured names are accepted, in any spelling. */
    @FuzzTest
    void noOtherNameIsOurs(byte[] bytes) {
        var host = new String(bytes, StandardCharsets.ISO_8859_1);

        if (HOSTS.isOurs(host)) {
            assertThat(host.trim())
                    .matches(
                            "(?is)(chat\\.example|(.*\\.)?localhost)\\.?(:[0-9]*)?|[0-9a-f.:]+|\\[[0-9a-f:.]+](:[0-9]*)?");
        }
        assertThat(HostPolicy.isNoName(host)).isIn(true, false);
    }

    /** Only configured origins are allowed; the answer repeats the origin. */
    @FuzzTest
    void noOtherOriginIsLetIn(byte[] bytes) {
        var origin = new String(bytes, StandardCharsets.ISO_8859_1);

        var allowed = ORIGINS.allow(origin, null);

        if (allowed != null) {
            assertThat(allowed)
                    .isEqualTo(origin)
                    .matches("https?://(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d*)?|https://chat\\.example"
                            + "|http://app\\.example(:\\d*)?");
        }
    }
}
