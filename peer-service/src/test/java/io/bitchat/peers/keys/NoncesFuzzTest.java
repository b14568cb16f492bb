package io.bitchat.peers.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NoncesFuzzTest {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ ";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Nonces NONCES = nonces();
    private static final String GENUINE = NONCES.issue("alice", 1).text();

    private record Identity(Path signingKeyFile, Duration tokenLife, Duration challengeLife) implements IdentityConfig {
        @Override
        public Optional<Set<String>> edgeNodes() {
            return Optional.empty();
        }
    }

    /** A nonce has exactly one text form: a second one would allow a second signature. */
    @FuzzTest
    void noOtherTextIsGood(byte[] change) {
        for (var text : List.of(changed(GENUINE, change), new String(change, StandardCharsets.ISO_8859_1))) {
            // the fuzzer's comparison feedback may find the genuine text itself
            if (!text.equals(GENUINE))
                assertThat(NONCES.isGood("alice", 1, text)).as(text).isFalse();
        }
    }

    @Test
    void aLastLetterThatMeansTheSameIsRefused() {
        assertThat(NONCES.isGood("alice", 1, GENUINE)).isTrue();
        int last = GENUINE.length() - 1;

        for (char letter : ALPHABET.toCharArray()) {
            if (letter == GENUINE.charAt(last)) continue;
            assertThat(NONCES.isGood("alice", 1, GENUINE.substring(0, last) + letter))
                    .isFalse();
        }
    }

    /** Replaces characters of the nonce; pairs of bytes select position and character. */
    private static String changed(String genuine, byte[] change) {
        var text = new StringBuilder(genuine);
        for (int at = 0; at + 1 < change.length; at += 2) {
            text.setCharAt(
                    Math.floorMod(change[at], text.length()),
                    ALPHABET.charAt(Math.floorMod(change[at + 1], ALPHABET.length())));
        }
        return text.toString();
    }

    private static Nonces nonces() {
        try {
            var folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "nonces");
            var config = new Identity(folder.resolve("signing.jwk"), Duration.ofHours(1), Duration.ofMinutes(2));
            return new Nonces(new SigningKey(config), config, () -> NOW);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
