package io.bitchat.crypto.noise;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.bitchat.crypto.X25519KeyPair;
import java.util.Arrays;
import java.util.Random;

class NoiseHandshakeFuzzTest {
    private static final X25519KeyPair ALICE = X25519KeyPair.generate(new Random(1));
    private static final X25519KeyPair BOB = X25519KeyPair.generate(new Random(2));
    private static final byte[] PAYLOAD = {7, 7, 7};

    /** Any first message gets an answer. An invalid key is refused, and nothing is accepted after a refusal. */
    @FuzzTest
    void anyFirstMessageHasAnAnswer(byte[] message) {
        var bob = responder();

        var read = bob.read(message);

        assertThat(bob.canWrite()).isEqualTo(read instanceof NoiseRead.Payload);
        if (read instanceof NoiseRead.Payload(var payload)) {
            assertThat(payload.size()).isEqualTo(message.length - 32);
        } else {
            assertThat(bob.read(message)).isEqualTo(new NoiseRead.Refused(NoiseFault.OUT_OF_TURN));
        }
    }

    /** Encrypted messages are read unchanged or refused. */
    @FuzzTest
    void aChangedMessageIsRefused(byte[] change) {
        var alice = NoiseSetup.of(NoisePattern.XX).withOwnStatic(ALICE).initiator(new Random(3));
        var bob = responder();
        bob.read(alice.write(PAYLOAD));
        var genuine = bob.write(PAYLOAD);

        var changed = changed(genuine, change);
        var read = alice.read(changed);

        if (Arrays.equals(genuine, changed)) assertThat(read).isInstanceOf(NoiseRead.Payload.class);
        else assertThat(read).isInstanceOf(NoiseRead.Refused.class);
    }

    private static byte[] changed(byte[] genuine, byte[] change) {
        int length = change.length == 0 ? genuine.length : Math.max(0, genuine.length + change[0] % 4);
        var changed = Arrays.copyOf(genuine, length);
        for (int i = 1; i < change.length && i <= changed.length; i++) changed[i - 1] ^= change[i];
        return changed;
    }

    private static NoiseHandshake responder() {
        return NoiseSetup.of(NoisePattern.XX).withOwnStatic(BOB).responder(new Random(4));
    }
}
