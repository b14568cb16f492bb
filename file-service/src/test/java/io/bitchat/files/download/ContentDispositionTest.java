package io.bitchat.files.download;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentDispositionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "document.pdf | attachment; filename=\"document.pdf\"",
                "a\"b\\c.txt | attachment; filename=\"a_b_c.txt\"; filename*=UTF-8''a%22b%5Cc.txt",
                "Grüße.txt | attachment; filename=\"Gr__e.txt\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.txt",
                "100%.txt | attachment; filename=\"100_.txt\"; filename*=UTF-8''100%25.txt",
                "`a\r\nSet-Cookie: x` | attachment; filename=\"a__Set-Cookie: x\"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x"
            })
    void everyNameIsOneHeader(String filename, String header) {
        assertThat(ContentDisposition.of("attachment", filename)).isEqualTo(header);
    }
}
