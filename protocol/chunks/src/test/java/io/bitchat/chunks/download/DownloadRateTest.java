package io.bitchat.chunks.download;

import static io.bitchat.chunks.download.SimulatedSources.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.chunks.ChunkPlan;
import io.bitchat.chunks.download.SimulatedSources.Behaviour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rates of complete downloads of 256 chunks in virtual time. */
class DownloadRateTest {
    private static final int MIB = 1 << 20;
    private static final double LIMIT = 20e6;
    private static final ChunkPlan PLAN = new ChunkPlan(256L * MIB, MIB);

    private static SimulatedSources sources(int honest) {
        var sources = new SimulatedSources(PLAN, ChunkSet.none(), Policy.defaults(), 42);
        for (int i = 0; i < honest; i++) sources.with("honest-" + i, Behaviour.honest(LIMIT));
        return sources;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void limitedSourcesGiveTheSumOfTheirRates(int count) {
        var run = sources(count).run(100);

        assertThat(run.isDone()).isTrue();
        assertThat(run.rate() / (count * LIMIT)).isGreaterThan(0.95);
        assertThat(run.refetched()).isLessThan(0.02);
    }

    @Test
    void aLyingAndASlowSourceCostNothing() {
        var run = sources(1)
                .with("liar", Behaviour.honest(LIMIT).lying(100))
                .with("slow", Behaviour.honest(LIMIT / 20))
                .run(100);

        assertThat(run.isDone()).isTrue();
        assertThat(run.rate() / (1.05 * LIMIT)).isGreaterThan(0.95);
        assertThat(run.refetched()).isLessThan(0.02);
        assertThat(run.report("liar").state()).isEqualTo(SourceState.LYING);
        assertThat(run.report("slow").state()).isEqualTo(SourceState.SLOW);
        assertThat(run.askedOf.get("liar")).isEqualTo(1);
    }

    @Test
    void oneOfFourThatLiesCostsOneChunk() {
        var run = sources(3).with("liar", Behaviour.honest(LIMIT).lying(100)).run(100);

        assertThat(run.isDone()).isTrue();
        assertThat(run.rate() / (3 * LIMIT)).isGreaterThan(0.95);
        assertThat(run.corruptBytes).isEqualTo(MIB);
        assertThat(run.received).isEqualTo(257L * MIB);
    }

    @Test
    void oneOfFourThatDiesCostsWhatWasOnItsWay() {
        var run = sources(3)
                .with("dying", Behaviour.honest(LIMIT).dyingAfter(850))
                .run(100);

        assertThat(run.isDone()).isTrue();
        assertThat(run.seconds()).isLessThan(1.05 * (0.85 + (256.0 * MIB - 4 * 0.85 * LIMIT) / (3 * LIMIT)));
        assertThat(run.refetched()).isLessThan(0.02);
        assertThat(run.demoted).anyMatch(one -> one.source().equals("dying"));
    }

    /** Its last chunk is requested from another source before it counts as silent. */
    @Test
    void oneOfFourThatHangsIsNotWaitedFor() {
        var run = sources(3)
                .with("hanging", Behaviour.honest(LIMIT).hangingAfter(850))
                .run(100);

        assertThat(run.isDone()).isTrue();
        assertThat(run.seconds()).isLessThan(1.06 * (0.85 + (256.0 * MIB - 4 * 0.85 * LIMIT) / (3 * LIMIT)));
        assertThat(run.refetched()).isLessThan(0.02);
    }

    /** If no further duplicates are allowed, a silent request is replaced, which wastes what it has received. */
    @Test
    void sourcesThatHangAreNotWaitedForWhereNothingMoreMayComeTwice() {
        var noWaste = new Policy(9, 9, 12, 10_000 * MILLI, 500 * MILLI, 30_000 * MILLI, 6, 0);
        var plan = new ChunkPlan(60L * MIB, MIB);
        var run = new SimulatedSources(plan, ChunkSet.none(), noWaste, 1);
        for (int i = 0; i < 3; i++)
            run.with("hanging-" + i, Behaviour.honest(LIMIT).hangingAfter(430 + 5L * i));
        for (int i = 0; i < 2; i++) run.with("honest-" + i, Behaviour.honest(LIMIT));
        run.run(100);

        assertThat(run.isDone()).isTrue();
        assertThat(run.seconds()).isLessThan(5);
        assertThat(run.download().wasted()).isLessThanOrEqualTo(MIB);
    }

    /** All requests are in flight at sources that send nothing; the honest source must not wait long. */
    @Test
    void sourcesThatHangDoNotKeepTheOthersOut() {
        var run = new SimulatedSources(PLAN, ChunkSet.none(), Policy.defaults(), 1);
        for (int i = 0; i < 6; i++)
            run.with("hanging-" + i, Behaviour.honest(LIMIT).hangingAfter(0));
        run.with("honest", Behaviour.honest(LIMIT)).run(100);

        assertThat(run.isDone()).isTrue();
        assertThat(run.rate() / LIMIT).isGreaterThan(0.85);
    }

    @Test
    void manySlowSourcesDoNotTakeTheRoomOfFastOnes() {
        var run = sources(2);
        for (int i = 0; i < 20; i++) run.with("slow-" + i, Behaviour.honest(LIMIT / 40));
        run.run(100);

        assertThat(run.isDone()).isTrue();
        assertThat(run.rate() / (2 * LIMIT)).isGreaterThan(0.9);
        assertThat(run.refetched()).isLessThan(0.03);
    }
}
