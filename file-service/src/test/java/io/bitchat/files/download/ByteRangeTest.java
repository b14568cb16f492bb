package io.bitchat.files.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.files.download.ByteRange.Asked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 9110, section 14.1.2, are among these: a representation of 10,000 bytes. */
class ByteRangeTest {
    private static final long SIZE = 10_000;

    @ParameterizedTest
    @CsvSource({
        "bytes=0-499, 0, 499",
        "bytes=500-999, 500, 999",
        "bytes=-500, 9500, 9999",
        "bytes=9500-, 9500, 9999",
        "bytes=0-0, 0, 0",
        "bytes=9999-9999, 9999, 9999",
        "bytes=9000-20000, 9000, 9999",
        "bytes=-20000, 0, 9999",
        "bytes=0-999999999999999999, 0, 9999"
    })
    void aPartIsServed(String header, long first, long last) {
        assertThat(ByteRange.asked(header, SIZE)).isEqualTo(new Asked.Part(new ByteRange(first, last)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10000-", "bytes=10000-10001", "bytes=-0"})
    void whatBeginsBeyondTheEndCannotBeServed(String header) {
        assertThat(ByteRange.asked(header, SIZE)).isEqualTo(new Asked.Beyond());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes=",
                "bytes=-",
                "bytes=5-4",
                "bytes=0-1,4-5",
                "lines=1-2",
                "bytes=1-2x",
                "bytes=99999999999999999999-"
            })
    void whatIsNoSingleRangeIsIgnored(String header) {
        assertThat(ByteRange.asked(header, SIZE)).isEqualTo(new Asked.Whole());
    }

    @Test
    void withoutAHeaderAllIsServed() {
        assertThat(ByteRange.asked(null, SIZE)).isEqualTo(new Asked.Whole());
    }
}
