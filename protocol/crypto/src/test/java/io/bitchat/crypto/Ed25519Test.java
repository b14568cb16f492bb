package io.bitchat.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class Ed25519Test {
    private static final byte[] NOTHING = {};

    private final Ed25519KeyPair first = Ed25519KeyPair.fromSeed(
            HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));

    @Test
    void signsTheFirstExampleOfRfc8032() {
        assertThat(first.publicKey().bytes().hex())
                .isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        assertThat(first.sign(NOTHING).hex())
                .isEqualTo("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
                        + "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
    }

    @Property(tries = 50)
    void verifiesWhatItSignedAndNothingElse(
            @ForAll long seed, @ForAll @Size(min = 1, max = 100) byte[] message, @ForAll @IntRange(max = 511) int bit) {
        var pair = Ed25519KeyPair.generate(new Random(seed));
        var signature = pair.sign(message);

        assertThat(pair.publicKey().verify(message, signature)).isTrue();
        assertThat(pair.publicKey().verify(message, flipped(signature, bit))).isFalse();
        assertThat(pair.publicKey()
                        .verify(
                                flipped(Bytes.copyOf(message), bit % (8 * message.length))
                                        .toArray(),
                                signature))
                .isFalse();
        assertThat(first.publicKey().verify(message, signature)).isFalse();
    }

    @Property(tries = 50)
    void verifyingUnderAnyBytesIsAnAnswer(@ForAll @Size(32) byte[] key, @ForAll @Size(64) byte[] signature) {
        assertThat(new Ed25519PublicKey(Bytes.copyOf(key)).verify(NOTHING, Bytes.copyOf(signature)))
                .isFalse();
    }

    @Test
    void refusesSignaturesOfAnotherLength() {
        var signature = first.sign(NOTHING);

        assertThat(first.publicKey().verify(NOTHING, signature.slice(0, 63))).isFalse();
        assertThat(first.publicKey().verify(NOTHING, Bytes.fromHex(signature.hex() + "00")))
                .isFalse();
    }

    @Test
    void refusesTheSameSignatureWithALargerS() {
        var signature = first.sign(NOTHING).toArray();
        var order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
        var s = new BigInteger(1, reversed(signature, 32)).add(order);
        for (int i = 0; i < 32; i++) signature[32 + i] = s.shiftRight(8 * i).byteValue();

        assertThat(first.publicKey().verify(NOTHING, Bytes.copyOf(signature))).isFalse();
    }

    @Test
    void theNeutralPointIsNobodysKey() {
        var neutral = "01" + "00".repeat(31);
        var signature = Bytes.fromHex(neutral + "00".repeat(32));

        assertThat(new Ed25519PublicKey(Bytes.fromHex(neutral)).verify(NOTHING, signature))
                .isFalse();
    }

    @Test
    void keysHaveTheirLength() {
        assertThat(Ed25519PublicKey.parse(Bytes.copyOf(new byte[31]))).isEmpty();
        assertThat(Ed25519PublicKey.parse(Bytes.copyOf(new byte[33]))).isEmpty();
        assertThatThrownBy(() -> Ed25519KeyPair.fromSeed(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSeedBringsBackThePair() {
        var pair = Ed25519KeyPair.generate(new Random(1));

        assertThat(Ed25519KeyPair.fromSeed(pair.seed()).publicKey()).isEqualTo(pair.publicKey());
    }

    private static Bytes flipped(Bytes bytes, int bit) {
        var array = bytes.toArray();
        array[bit / 8] ^= (byte) (1 << (bit % 8));
        return Bytes.copyOf(array);
    }

    private static byte[] reversed(byte[] array, int from) {
        var result = new byte[array.length - from];
        for (int i = 0; i < result.length; i++) result[i] = array[array.length - 1 - i];
        return result;
    }
}
