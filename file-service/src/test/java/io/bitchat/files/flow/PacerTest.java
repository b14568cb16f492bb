package io.bitchat.files.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PacerTest {
    private final Clock clock = new Clock();

    private static final class Clock implements TimeMeter {
        private long nanos;

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    private Pacer pacer(double... mbps) {
        var rates = java.util.Arrays.stream(mbps)
                .mapToObj(limit -> new TokenBucket(limit, clock))
                .filter(TokenBucket::isLimited)
                .toList();
        return new Pacer(rates, new SimpleMeterRegistry().timer("waited"));
    }

    /** Bytes sent, by millisecond. */
    private TreeMap<Long, Long> flow(List<Pacer> transfers, int seconds) {
        long began = clock.nanos;
        var next = new long[transfers.size()];
        var gone = new TreeMap<Long, Long>();
        for (long milli = 0; milli < seconds * 1_000L; milli++) {
            clock.nanos = began + TimeUnit.MILLISECONDS.toNanos(milli);
            for (int i = 0; i < next.length; i++) {
                while (next[i] <= milli) {
                    int piece = transfers.get(i).piece();
                    gone.merge(milli, (long) piece, Long::sum);
                    next[i] = milli + transfers.get(i).pass(piece);
                }
            }
        }
        return gone;
    }

    private static long between(TreeMap<Long, Long> gone, long from, long to) {
        return gone.subMap(from, to).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** S0-FIL-05, with the promised tolerance of a tenth over one second. */
    @Property(tries = 20)
    void everySecondIsWithinATenthOfTheLimit(@ForAll @IntRange(min = 1, max = 400) int mbps) {
        var gone = flow(List.of(pacer(mbps)), 5);

        for (long from = 0; from <= 4_000; from += 37) {
            assertThat((double) between(gone, from, from + 1_000))
                    .as("from %d ms", from)
                    .isCloseTo(mbps * 125_000.0, within(mbps * 12_500.0));
        }
    }

    @Test
    void severalShareTheLimitOfTheInstance() {
        var instance = new TokenBucket(80, clock);
        var timer = new SimpleMeterRegistry().timer("waited");
        var transfers = List.of(new Pacer(List.of(instance), timer), new Pacer(List.of(instance), timer));

        assertThat((double) between(flow(transfers, 3), 1_000, 2_000)).isCloseTo(10_000_000, within(1_000_000.0));
    }

    @Test
    void theLowerOfTwoLimitsCounts() {
        assertThat((double) between(flow(List.of(pacer(80, 8)), 3), 1_000, 2_000))
                .isCloseTo(1_000_000, within(100_000.0));
    }

    @Test
    void withoutALimitNothingWaits() {
        var free = pacer(0);

        assertThat(free.isLimited()).isFalse();
        assertThat(free.pass(1 << 30)).isZero();
    }
}
