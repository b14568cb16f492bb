package io.bitchat.crypto.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitchat.crypto.X25519KeyPair;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseSetupTest {
    private final Random random = new Random(1);
    private final X25519KeyPair key = X25519KeyPair.generate(random);

    @ParameterizedTest
    @ValueSource(strings = {"XX", "IK", "K", "X1X1", "IN"})
    void anInitiatorThatSendsAStaticKeyNeedsOne(String pattern) {
        var setup = NoiseSetup.of(NoisePattern.named(pattern));

        assertThatThrownBy(() -> setup.initiator(random))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("own static key");
    }

    @Test
    void aKeyThatThePatternPresupposesMustBeThereAndNoOther() {
        var known = NoiseSetup.of(NoisePattern.IK).withOwnStatic(key);
        var sent = NoiseSetup.of(NoisePattern.XX).withOwnStatic(key).withRemoteStatic(key.publicKey());

        assertThatThrownBy(() -> known.initiator(random)).hasMessageContaining("remote static key");
        assertThatThrownBy(() -> sent.initiator(random)).hasMessageContaining("remote static key");
    }

    @Test
    void psksAreAsManyAsThePatternHas() {
        var setup = NoiseSetup.of(NoisePattern.named("NNpsk0+psk2")).withPsks(PreSharedKey.of(new byte[32]));

        assertThatThrownBy(() -> setup.initiator(random)).hasMessageContaining("2 psks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "YY", "XXpsk", "XXpsk4", "xx", "XXfallback", "XX_25519"})
    void thereIsNoOtherPattern(String name) {
        assertThatThrownBy(() -> NoisePattern.named(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyHandshakeHasItsOwnEphemeralKey() {
        var setup = NoiseSetup.of(NoisePattern.named("NN"));

        assertThat(setup.initiator(random).write(new byte[0]))
                .isNotEqualTo(setup.initiator(random).write(new byte[0]));
    }
}
