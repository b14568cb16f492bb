package io.bitchat.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Property(tries = 100)
    void pausesDoubleUpToTheLongestLessUpToHalf(@ForAll long seed) {
        var backoff = Backoff.ofMillis(100, 1_000);
        var random = new Random(seed);
        long[] full = {100, 200, 400, 800, 1_000, 1_000};

        for (int i = 0; i < full.length; i++)
            assertThat(backoff.millisAfter(i + 1, random)).isBetween(full[i] / 2, full[i]);
    }

    @Property(tries = 1_000)
    void aPauseIsNeverLongerThanTheLongestNorNone(
            @ForAll @LongRange(min = 1, max = 1L << 40) long first,
            @ForAll @LongRange(min = 0, max = 1L << 60) long more,
            @ForAll @IntRange(min = 1) int failures) {
        var backoff = Backoff.ofMillis(first, first + more);

        assertThat(backoff.millisAfter(failures)).isBetween(1L, first + more);
    }

    @Test
    void callersThatFailedTogetherDoNotRetryTogether() {
        var backoff = Backoff.ofMillis(100, 1_000);
        var pauses = LongStream.range(0, 20).map(seed -> backoff.millisAfter(1, new Random(seed)));

        assertThat(pauses.distinct().count()).isGreaterThan(5);
    }

    @Test
    void pausesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new Backoff(Duration.ofNanos(1), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Backoff.ofMillis(2, 1)).isInstanceOf(IllegalArgumentException.class);
        var backoff = Backoff.ofMillis(1, 1);
        assertThatThrownBy(() -> backoff.millisAfter(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
