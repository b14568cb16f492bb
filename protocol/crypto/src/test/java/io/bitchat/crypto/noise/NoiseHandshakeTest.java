package io.bitchat.crypto.noise;

import static io.bitchat.crypto.noise.Pair.payload;
import static io.bitchat.crypto.noise.Pair.read;
import static io.bitchat.crypto.noise.Pair.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.X25519KeyPair;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseHandshakeTest {
    @ParameterizedTest
    @MethodSource("io.bitchat.crypto.noise.Pair#everyName")
    void everyPatternEndsInTwoSessionsThatUnderstandEachOther(String pattern) {
        var pair = Pair.of(pattern).complete();
        var writer = pair.initiator.session();
        var reader = pair.responder.session();

        assertThat(writer.handshakeHash()).isEqualTo(reader.handshakeHash());
        assertThat(reader.decrypt(writer.encrypt(payload(1)))).isEqualTo(read(payload(1)));
    }

    @Test
    void xxTellsBothSidesWhoTheOtherIs() {
        var pair = Pair.of("XX").complete();

        assertThat(pair.initiator.session().remoteStatic()).hasValue(pair.responderKey.publicKey());
        assertThat(pair.responder.session().remoteStatic()).hasValue(pair.initiatorKey.publicKey());
    }

    @Test
    void messagesOfXxHaveTheSizesOfTheSpecification() {
        var pair = Pair.of("XX");

        assertThat(pair.initiator.overhead()).isEqualTo(32);
        assertThat(pair.upTo(1).responder.overhead()).isEqualTo(96);
        assertThat(pair.upTo(1).initiator.overhead()).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"XX", "IK", "XXpsk3", "NNpsk0", "X1X1", "X"})
    void noByteOfAnyMessageMayChange(String pattern) {
        int count = NoisePattern.named(pattern).messageCount();
        for (int message = 0; message < count; message++) {
            int length = Pair.of(pattern).upTo(message).writer().write(payload(9)).length;
            for (int at = 0; at < length; at++) refusesSoonerOrLater(pattern, message, at);
        }
    }

    /** A change in a message before there is a key is detected with the next message, at the latest in transport. */
    private static void refusesSoonerOrLater(String pattern, int message, int at) {
        var pair = Pair.of(pattern).upTo(message);
        var reader = pair.reader();
        var wire = pair.writer().write(payload(message));
        wire[at] ^= 1;
        boolean understood = reader.read(wire) instanceof NoiseRead.Payload;
        while (understood && !pair.initiator.isComplete()) {
            var next = pair.reader();
            understood = next.read(pair.writer().write(payload(0))) instanceof NoiseRead.Payload;
        }
        if (understood)
            understood =
                    pair.responder.session().decrypt(pair.initiator.session().encrypt(payload(0)))
                            instanceof NoiseRead.Payload;
        assertThat(understood).as("%s message %d byte %d", pattern, message, at).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"XX,0", "XX,1", "XX,2", "IK,0", "IK,1"})
    void noMessageMayBeCut(String pattern, int message) {
        int length = Pair.of(pattern).upTo(message).writer().write(new byte[0]).length;
        for (int cut = 0; cut < length; cut++) {
            var pair = Pair.of(pattern).upTo(message);
            var reader = pair.reader();
            var wire = Arrays.copyOf(pair.writer().write(new byte[0]), cut);

            assertThat(reader.read(wire)).isEqualTo(refused(NoiseFault.TOO_SHORT));
        }
    }

    @Test
    void aRefusalEndsTheHandshake() {
        var pair = Pair.of("XX").upTo(1);
        var wire = pair.responder.write(payload(1));
        var damaged = wire.clone();
        damaged[95] ^= 1;

        assertThat(pair.initiator.read(damaged)).isEqualTo(refused(NoiseFault.NOT_AUTHENTIC));
        assertThat(pair.initiator.read(wire)).isEqualTo(refused(NoiseFault.OUT_OF_TURN));
        assertThat(pair.initiator.canWrite()).isFalse();
        assertThatThrownBy(pair.initiator::session).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void readingOutOfTurnChangesNothing() {
        var pair = Pair.of("XX");
        var wire = pair.initiator.write(payload(0));

        assertThat(pair.responder.read(wire)).isEqualTo(read(payload(0)));
        assertThat(pair.responder.read(wire)).isEqualTo(refused(NoiseFault.OUT_OF_TURN));
        assertThat(pair.upTo(2).initiator.isComplete()).isTrue();
    }

    @Test
    void writingOutOfTurnIsABug() {
        assertThatThrownBy(() -> Pair.of("XX").responder.write(payload(0))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aMessageOfAnotherHandshakeIsRefused() {
        var recorded = Pair.of("XX").upTo(2).initiator.write(payload(2));
        var pair = new Pair("XX", 8).upTo(2);

        assertThat(pair.responder.read(recorded)).isEqualTo(refused(NoiseFault.NOT_AUTHENTIC));
    }

    @Test
    void anotherPrologueIsRefused() {
        var pair = Pair.of("XX");
        var other =
                pair.setup(Role.RESPONDER).withPrologue(Bytes.fromHex("abce")).responder(new Random(3));
        other.read(pair.initiator.write(payload(0)));

        assertThat(pair.initiator.read(other.write(payload(1)))).isEqualTo(refused(NoiseFault.NOT_AUTHENTIC));
    }

    @Test
    void anotherPskIsRefused() {
        var pair = Pair.of("NNpsk0");
        var other = pair.setup(Role.RESPONDER)
                .withPsks(PreSharedKey.of(new byte[32]))
                .responder(new Random(3));

        assertThat(other.read(pair.initiator.write(payload(0)))).isEqualTo(refused(NoiseFault.NOT_AUTHENTIC));
    }

    @Test
    void anotherStaticKeyThanTheExpectedIsRefused() {
        var pair = Pair.of("IK");
        var other = pair.setup(Role.RESPONDER)
                .withOwnStatic(X25519KeyPair.generate(new Random(4)))
                .responder(new Random(3));

        assertThat(other.read(pair.initiator.write(payload(0)))).isEqualTo(refused(NoiseFault.NOT_AUTHENTIC));
    }

    @Test
    void anEphemeralKeyOfLowOrderIsRefused() {
        assertThat(Pair.of("XX").responder.read(new byte[32])).isEqualTo(refused(NoiseFault.LOW_ORDER_KEY));
    }

    @Test
    void messagesKeepTheLimit() {
        var pair = Pair.of("XX");
        int most = NoiseHandshake.MAX_MESSAGE_BYTES - 32;

        assertThatThrownBy(() -> pair.initiator.write(new byte[most + 1])).isInstanceOf(IllegalArgumentException.class);
        assertThat(pair.initiator.write(new byte[most])).hasSize(NoiseHandshake.MAX_MESSAGE_BYTES);
        assertThat(pair.responder.read(new byte[NoiseHandshake.MAX_MESSAGE_BYTES + 1]))
                .isEqualTo(refused(NoiseFault.TOO_LONG));
    }
}
