package io.bitchat.lan.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.Ed25519PublicKey;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    /** SHA-256 of 32 zero bytes is published in many places: 66687aad f862bd77 … */
    @Test
    void isTheFirstHalfOfTheHash() {
        var key = new Ed25519PublicKey(Bytes.copyOf(new byte[32]));

        assertThat(Fingerprint.of(key)).isEqualTo("6668 7aad f862 bd77 6c8f c18b 8e9f 8e20");
    }
}
