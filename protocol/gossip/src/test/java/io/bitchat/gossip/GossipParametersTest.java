package io.bitchat.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GossipParametersTest {
    private final GossipParameters defaults = GossipParameters.defaults();

    @Test
    void theDefaultsAreThoseOfTheSpecification() {
        assertThat(defaults.fanout()).isEqualTo(3);
        assertThat(defaults.gossipInterval()).isEqualTo(Duration.ofMillis(100));
        assertThat(defaults.antiEntropyInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(defaults.messageTtl()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 33})
    void theFanoutIsOneTo32(int fanout) {
        assertThatThrownBy(() -> defaults.withFanout(fanout)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256})
    void theTtlIsOneTo255(int ttl) {
        assertThatThrownBy(() -> defaults.withMessageTtl(ttl)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNodeKeepsAsManyLinksAsItsFanoutNeeds() {
        assertThat(defaults.withFanout(12).degree()).isEqualTo(12);
    }
}
