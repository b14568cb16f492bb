package io.bitchat.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Property(tries = 100)
    void pausesDoubleUpToTheMaximumLessUpToHalf(@ForAll long seed) {
        var backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(1000), new Random(seed));

        for (long full : new long[] {100, 200, 400, 800, 1000, 1000})
            assertThat(backoff.next()).isBetween(full / 2, full);
        backoff.reset();
        assertThat(backoff.next()).isBetween(50L, 100L);
    }

    @Test
    void pausesDifferFromNodeToNode() {
        var times = LinkTimes.defaults();
        var pauses = new Random(1)
                .longs(20)
                .map(seed -> new Backoff(times.redialMin(), times.redialMax(), new Random(seed)).next());

        assertThat(pauses.distinct().count()).isGreaterThan(5);
    }

    @Test
    void limitsThatCannotHoldAreRefused() {
        var config = LinkConfig.defaults();

        assertThatThrownBy(() -> config.withMaxFrameBytes(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> config.withMaxFrameBytes(1 << 24)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> config.withOutboundQueueBytes(256 * 1024 + 63))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> config.withRedial(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
