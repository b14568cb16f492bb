package io.bitchat.peers.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryPlaceTest {
    @ParameterizedTest
    @ValueSource(strings = {"2026-01-01T00:00:00Z", "2026-01-01T00:00:00.123456Z", "1970-01-01T00:00:00.000001Z"})
    void whatItWritesItReads(String at) {
        var place = new DirectoryPlace(Instant.parse(at), "alice@home");
        assertThat(DirectoryPlace.parse(place.text())).contains(place);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "nonsense", "2026", "2026-01-01T00:00:00Z", "yesterday alice"})
    void anythingElseIsNoPlace(String text) {
        assertThat(DirectoryPlace.parse(text)).isEmpty();
        assertThat(DirectoryPlace.parse(Base64.getUrlEncoder().encodeToString(text.getBytes())))
                .isEmpty();
        assertThat(DirectoryPlace.parse("A".repeat(100_000))).isEmpty();
    }
}
