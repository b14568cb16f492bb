package io.bitchat.gossip.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class HybridTimeTest {
    private static final long FAR = 1L << 46;

    @Property
    void theNextOneIsLaterThanAllBefore(
            @ForAll @LongRange(max = Long.MAX_VALUE - 1) long seen, @ForAll @LongRange(max = FAR) long wall) {
        var next = new HybridTime(seen).next(Instant.ofEpochMilli(wall));

        assertThat(next).isGreaterThan(new HybridTime(seen));
        assertThat(next.wall()).isAfterOrEqualTo(Instant.ofEpochMilli(wall));
    }

    @Test
    void followsTheWallClockWhereItIsAhead() {
        var wall = Instant.ofEpochMilli(1_700_000_000_000L);

        assertThat(HybridTime.ZERO.next(wall)).isEqualTo(HybridTime.at(wall));
    }

    @Test
    void countsWhileTheWallClockStandsStill() {
        var wall = Instant.ofEpochMilli(1_700_000_000_000L);
        var time = HybridTime.at(wall);

        for (int i = 0; i < 1_000; i++) time = time.next(wall);

        assertThat(time.wall()).isEqualTo(wall);
        assertThat(time.value() - HybridTime.at(wall).value()).isEqualTo(1_000);
    }

    @Test
    void goesOnFromALaterPastWhenTheWallClockWasSetBack() {
        var seen = HybridTime.at(Instant.ofEpochMilli(5_000));

        assertThat(seen.next(Instant.ofEpochMilli(1_000))).isEqualTo(new HybridTime(seen.value() + 1));
    }

    @Property
    void maxIsTheLaterOfBoth(@ForAll @LongRange long one, @ForAll @LongRange long other) {
        assertThat(new HybridTime(one).max(new HybridTime(other)).value()).isEqualTo(Math.max(one, other));
    }

    @Test
    void isNeverNegative() {
        assertThatThrownBy(() -> new HybridTime(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
