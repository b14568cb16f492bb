package io.bitchat.groups.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class SiteIdentityFuzzTest {
    /** Each identity has exactly one text. */
    @FuzzTest
    void isWrittenAsItWasRead(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);

        SiteIdentity.parse(text)
                .ifPresent(identity -> assertThat(identity.text()).isEqualTo(text));
    }
}
