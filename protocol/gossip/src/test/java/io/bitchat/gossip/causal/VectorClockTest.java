package io.bitchat.gossip.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitchat.gossip.PeerId;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class VectorClockTest {
    private static final PeerId ANNE = new PeerId(1);
    private static final PeerId BEN = new PeerId(2);

    @Test
    void aWriterWithoutAnEntryCountsAsZero() {
        assertThat(new VectorClock().get(ANNE)).isZero();
    }

    @Property
    void incrementAddsOneToOneEntryOnly(@ForAll("clocks") VectorClock clock, @ForAll("writers") PeerId writer) {
        var before = clock.copy();

        long entry = clock.increment(writer);

        assertThat(entry).isEqualTo(before.get(writer) + 1).isEqualTo(clock.get(writer));
        assertThat(clock.writers()).allMatch(other -> other.equals(writer) || clock.get(other) == before.get(other));
    }

    @Property
    void anIncrementHappensAfterWhatWasBefore(@ForAll("clocks") VectorClock clock, @ForAll("writers") PeerId writer) {
        var before = clock.copy();

        clock.increment(writer);

        assertThat(before.happensBefore(clock)).isTrue();
        assertThat(clock.happensBefore(before)).isFalse();
    }

    @Property
    void updateTakesTheLargerEntryOfEach(@ForAll("clocks") VectorClock one, @ForAll("clocks") VectorClock other) {
        var both = merged(one, other);

        for (long id = 0; id < 6; id++) {
            var writer = new PeerId(id);
            assertThat(both.get(writer)).isEqualTo(Math.max(one.get(writer), other.get(writer)));
        }
    }

    @Property
    void updateIsIdempotent(@ForAll("clocks") VectorClock clock) {
        assertThat(merged(clock, clock)).isEqualTo(clock);
    }

    @Property
    void updateIsCommutative(@ForAll("clocks") VectorClock one, @ForAll("clocks") VectorClock other) {
        assertThat(merged(one, other)).isEqualTo(merged(other, one));
    }

    @Property
    void updateIsAssociative(
            @ForAll("clocks") VectorClock a, @ForAll("clocks") VectorClock b, @ForAll("clocks") VectorClock c) {
        assertThat(merged(merged(a, b), c)).isEqualTo(merged(a, merged(b, c)));
    }

    @Property
    void nothingHappensBeforeItself(@ForAll("clocks") VectorClock clock) {
        assertThat(clock.happensBefore(clock.copy())).isFalse();
    }

    @Property
    void notBothHappenBeforeEachOther(@ForAll("clocks") VectorClock one, @ForAll("clocks") VectorClock other) {
        assertThat(one.happensBefore(other) && other.happensBefore(one)).isFalse();
    }

    @Property
    void happensBeforeIsTransitive(
            @ForAll("clocks") VectorClock a, @ForAll("clocks") VectorClock b, @ForAll("clocks") VectorClock c) {
        var ab = merged(a, b);
        var abc = merged(ab, c);
        if (a.happensBefore(ab) && ab.happensBefore(abc))
            assertThat(a.happensBefore(abc)).isTrue();
        if (a.happensBefore(b) && b.happensBefore(c))
            assertThat(a.happensBefore(c)).isTrue();
    }

    @Property
    void exactlyOneOfBeforeAfterAndConcurrentHolds(
            @ForAll("clocks") VectorClock one, @ForAll("clocks") VectorClock other) {
        int holding = (one.happensBefore(other) ? 1 : 0)
                + (other.happensBefore(one) ? 1 : 0)
                + (one.concurrentWith(other) ? 1 : 0);

        assertThat(holding).isOne();
        assertThat(one.concurrentWith(other)).isEqualTo(other.concurrentWith(one));
    }

    @Test
    void aMissingEntryIsBeforeAPositiveOne() {
        assertThat(new VectorClock().happensBefore(VectorClock.of(Map.of(ANNE, 1L))))
                .isTrue();
        assertThat(VectorClock.of(Map.of(ANNE, 1L)).happensBefore(VectorClock.of(Map.of(ANNE, 1L, BEN, 1L))))
                .isTrue();
    }

    @Test
    void incomparableClocksAreConcurrent() {
        assertThat(VectorClock.of(Map.of(ANNE, 2L, BEN, 1L)).concurrentWith(VectorClock.of(Map.of(ANNE, 1L, BEN, 2L))))
                .isTrue();
    }

    @Test
    void equalClocksAreConcurrent() {
        assertThat(VectorClock.of(Map.of(ANNE, 2L)).concurrentWith(VectorClock.of(Map.of(ANNE, 2L))))
                .isTrue();
    }

    @Property
    void containsWhatItsEntriesCount(@ForAll("clocks") VectorClock clock, @ForAll("writers") PeerId writer) {
        long entry = clock.get(writer);

        assertThat(clock.contains(new Dot(writer, entry + 1))).isFalse();
        if (entry > 0) assertThat(clock.contains(new Dot(writer, entry))).isTrue();
    }

    @Test
    void refusesEntriesThatAreNotPositive() {
        assertThatThrownBy(() -> VectorClock.of(Map.of(ANNE, 0L))).isInstanceOf(IllegalArgumentException.class);
    }

    private static VectorClock merged(VectorClock one, VectorClock other) {
        var both = one.copy();
        both.update(other);
        return both;
    }

    @Provide
    Arbitrary<PeerId> writers() {
        return Arbitraries.longs().between(0, 5).map(PeerId::new);
    }

    @Provide
    Arbitrary<VectorClock> clocks() {
        return Arbitraries.maps(writers(), Arbitraries.longs().between(1, 3))
                .ofMaxSize(6)
                .map(VectorClock::of);
    }
}
