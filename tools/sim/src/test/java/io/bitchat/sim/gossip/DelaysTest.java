package io.bitchat.sim.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DelaysTest {
    private final Delays delays = Delays.of(new long[] {30, 10, 20, 40});

    @Test
    void quantilesAreValuesThatOccurred() {
        assertThat(delays.quantile(0.5)).isEqualTo(20);
        assertThat(delays.quantile(0.51)).isEqualTo(30);
        assertThat(delays.quantile(1)).isEqualTo(40);
    }

    @Test
    void sharesCountTheLimitIn() {
        assertThat(delays.shareWithin(9)).isZero();
        assertThat(delays.shareWithin(20)).isEqualTo(0.5);
        assertThat(delays.shareWithin(40)).isEqualTo(1);
    }

    @Test
    void nothingHasNoQuantile() {
        assertThat(new Delays().quantile(0.5)).isZero();
    }
}
