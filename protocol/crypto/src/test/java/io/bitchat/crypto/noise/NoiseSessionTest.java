package io.bitchat.crypto.noise;

import static io.bitchat.crypto.noise.Pair.payload;
import static io.bitchat.crypto.noise.Pair.read;
import static io.bitchat.crypto.noise.Pair.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NoiseSessionTest {
    private final Pair pair = Pair.of("XX").complete();
    private final NoiseSession alice = pair.initiator.session();
    private final NoiseSession bob = pair.responder.session();

    @Property(tries = 50)
    void bothDirectionsCarryAnything(@ForAll @Size(max = 500) byte[] plaintext) {
        var fresh = Pair.of("XX").complete();
        var one = fresh.initiator.session();
        var other = fresh.responder.session();

        assertThat(other.decrypt(one.encrypt(plaintext))).isEqualTo(read(plaintext));
        assertThat(one.decrypt(other.encrypt(plaintext))).isEqualTo(read(plaintext));
    }

    @Test
    void everyByteAndItsPlaceCount() {
        var wire = alice.encrypt(payload(0));
        for (int at = 0; at < wire.length; at++) {
            var damaged = wire.clone();
            damaged[at] ^= 1;
            assertThat(bob.decrypt(damaged)).isEqualTo(refused(NoiseFault.NOT_AUTHENTIC));
            var cut = Arrays.copyOf(wire, at);
            assertThat(bob.decrypt(cut)).isInstanceOf(NoiseRead.Refused.class);
        }
        assertThat(bob.decrypt(wire)).as("refusals change nothing").isEqualTo(read(payload(0)));
    }

    @Test
    void aReplayIsRefused() {
        var wire = alice.encrypt(payload(0));
        bob.decrypt(wire);

        assertThat(bob.decrypt(wire)).isEqualTo(refused(NoiseFault.NOT_AUTHENTIC));
    }

    @Test
    void aMessageBeforeItsTurnIsRefused() {
        var first = alice.encrypt(payload(0));
        var second = alice.encrypt(payload(1));

        assertThat(bob.decrypt(second)).isEqualTo(refused(NoiseFault.NOT_AUTHENTIC));
        assertThat(bob.decrypt(first)).isEqualTo(read(payload(0)));
        assertThat(bob.decrypt(second)).isEqualTo(read(payload(1)));
    }

    @Test
    void aMessageSentBackIsRefused() {
        assertThat(alice.decrypt(alice.encrypt(payload(0)))).isEqualTo(refused(NoiseFault.NOT_AUTHENTIC));
    }

    @Test
    void numberedMessagesMayComeInAnyOrder() {
        alice.encrypt(payload(0));
        assertThat(alice.nextNumber()).isEqualTo(1);
        var second = alice.encrypt(payload(1));

        assertThat(bob.decryptAt(1, second)).isEqualTo(read(payload(1)));
        assertThat(bob.decryptAt(2, second)).isEqualTo(refused(NoiseFault.NOT_AUTHENTIC));
        assertThat(bob.decryptAt(-1, second)).isEqualTo(refused(NoiseFault.NONCES_EXHAUSTED));
    }

    @Test
    void theLastNonceIsNeverUsed() {
        alice.skipTo(-2);
        bob.expect(-2);

        assertThat(bob.decrypt(alice.encrypt(payload(0)))).isEqualTo(read(payload(0)));
        assertThatThrownBy(() -> alice.encrypt(payload(1))).isInstanceOf(IllegalStateException.class);
        assertThat(bob.decrypt(new byte[30])).isEqualTo(refused(NoiseFault.NONCES_EXHAUSTED));
    }

    @Test
    void rekeyingOnBothSidesGoesOn() {
        alice.encrypt(payload(0));
        bob.decryptAt(0, new byte[0]);
        alice.rekeySending();
        var wire = alice.encrypt(payload(1));

        assertThat(bob.decryptAt(1, wire)).isEqualTo(refused(NoiseFault.NOT_AUTHENTIC));
        bob.rekeyReceiving();
        assertThat(bob.decryptAt(1, wire)).as("number goes on").isEqualTo(read(payload(1)));
    }

    @Test
    void messagesKeepTheLimit() {
        assertThat(bob.decrypt(alice.encrypt(new byte[NoiseSession.MAX_PLAINTEXT_BYTES])))
                .isEqualTo(read(new byte[NoiseSession.MAX_PLAINTEXT_BYTES]));
        assertThatThrownBy(() -> alice.encrypt(new byte[NoiseSession.MAX_PLAINTEXT_BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(bob.decrypt(new byte[NoiseHandshake.MAX_MESSAGE_BYTES + 1])).isEqualTo(refused(NoiseFault.TOO_LONG));
    }

    @Test
    void afterAOneWayHandshakeOnlyTheInitiatorWrites() {
        var oneWay = Pair.of("X").complete();

        assertThatThrownBy(() -> oneWay.responder.session().encrypt(payload(0)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> oneWay.initiator.session().decrypt(new byte[16]))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aWipedSessionIsOfNoUse() {
        alice.wipe();

        assertThatThrownBy(() -> alice.encrypt(payload(0))).isInstanceOf(IllegalStateException.class);
    }
}
