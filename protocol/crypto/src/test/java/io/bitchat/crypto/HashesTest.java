package io.bitchat.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HashesTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void theDigestOfAbcIsThatOfFips180() {
        assertThat(HEX.formatHex(Sha256.digest(new byte[] {'a'}, new byte[] {'b', 'c'})))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void theAuthenticatorOfJefeIsThatOfRfc4231() {
        var mac = HmacSha256.mac(
                "Jefe".getBytes(UTF_8), "what do ya want ".getBytes(UTF_8), "for nothing?".getBytes(UTF_8));

        assertThat(HEX.formatHex(mac)).isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void anEmptyKeyAuthenticatesAsOneOfZerosDoes() {
        var message = new byte[] {1};

        assertThat(HmacSha256.mac(new byte[0], message)).isEqualTo(HmacSha256.mac(new byte[64], message));
    }

    @Test
    void derivesTheFirstExampleOfRfc5869() {
        var output = HkdfSha256.derive(
                HEX.parseHex("000102030405060708090a0b0c"),
                HEX.parseHex("0b".repeat(22)),
                HEX.parseHex("f0f1f2f3f4f5f6f7f8f9"),
                42);

        assertThat(HEX.formatHex(output))
                .isEqualTo("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    }

    @Test
    void derivesUpToTheLimitAndNotBeyond() {
        var key = new byte[32];

        assertThat(HkdfSha256.expand(key, new byte[0], HkdfSha256.MAX_OUTPUT_BYTES))
                .hasSize(255 * 32);
        assertThatThrownBy(() -> HkdfSha256.expand(key, new byte[0], HkdfSha256.MAX_OUTPUT_BYTES + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
