package io.bitchat.files.download;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

class ContentDispositionFuzzTest {
    /** Any file name stays within the header and can be decoded from it. */
    @FuzzTest
    void noNameEndsTheHeader(byte[] bytes) {
        var name = new String(bytes, StandardCharsets.UTF_8);

        var header = ContentDisposition.of("attachment", name);

        assertThat(header).matches("attachment; filename=\"[ !#-\\[\\]-~]*\"(; filename\\*=UTF-8''[!-~]*)?");
        int exact = header.endsWith("\"") ? -1 : header.lastIndexOf("filename*=UTF-8''");
        if (exact >= 0) {
            var coded = header.substring(exact + "filename*=UTF-8''".length()).replace("+", "%2B");
            assertThat(URLDecoder.decode(coded, StandardCharsets.UTF_8)).isEqualTo(name);
        }
    }
}
