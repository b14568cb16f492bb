package io.bitchat.chunks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkHashTest {
    /** FIPS 180-4, one-block example of SHA-256. */
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void isSha256() {
        assertThat(ChunkHash.of("abc".getBytes(StandardCharsets.US_ASCII))).hasToString(OF_ABC);
    }

    @Test
    void readsBothCases() {
        assertThat(ChunkHash.parse(OF_ABC.toUpperCase(java.util.Locale.ROOT)))
                .contains(ChunkHash.of("abc".getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ba78", "zz7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"})
    void whatIsNoHashIsNone(String text) {
        assertThat(ChunkHash.parse(text)).isEmpty();
    }
}
