package io.bitchat.transport.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryPauseTest {
    @Property
    void everyPauseIsBetweenHalfAndAllOfItsSize(
            @ForAll @IntRange(min = 1) int failures,
            @ForAll @IntRange(min = 1, max = 100_000) int first,
            @ForAll @IntRange(max = 1_000_000) int more,
            @ForAll long seed) {
        var pause = new RetryPause(Duration.ofMillis(first), Duration.ofMillis((long) first + more));
        double size = Math.min(first * Math.pow(2, Math.min(failures - 1, 40)), first + more);

        long millis = pause.after(failures, new Random(seed)).toMillis();

        assertThat((double) millis).isBetween(Math.floor(size / 2), size);
    }

    @Test
    void twoNodesDoNotPauseEquallyLong() {
        var pause = RetryPause.defaults();

        assertThat(pause.after(5, new Random(1))).isNotEqualTo(pause.after(5, new Random(2)));
    }

    @Test
    void pausesMustBePositiveAndAscend() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RetryPause(Duration.ZERO, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPause(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    }
}
