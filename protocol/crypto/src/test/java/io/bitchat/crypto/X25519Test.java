package io.bitchat.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class X25519Test {
    @Test
    void agreesOnTheSecretOfRfc7748() {
        var alice = pair("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
        var bob = Bytes.fromHex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");

        assertThat(HexFormat.of().formatHex(alice.agree(new X25519PublicKey(bob))))
                .isEqualTo("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
    }

    @Property(tries = 30)
    void bothSidesAgree(@ForAll long seed) {
        var random = new Random(seed);
        var one = X25519KeyPair.generate(random);
        var other = X25519KeyPair.fromPrivate(X25519KeyPair.generate(random).privateKey());

        assertThat(one.agree(other.publicKey())).isEqualTo(other.agree(one.publicKey()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f11d7",
                "00",
            })
    void whatGivesZerosIsNoKey(String hex) {
        assertThat(X25519PublicKey.parse(Bytes.fromHex(hex))).isEmpty();
        assertThatThrownBy(() -> new X25519PublicKey(Bytes.fromHex(hex))).isInstanceOf(IllegalArgumentException.class);
    }

    private static X25519KeyPair pair(String hex) {
        return X25519KeyPair.fromPrivate(HexFormat.of().parseHex(hex));
    }
}
