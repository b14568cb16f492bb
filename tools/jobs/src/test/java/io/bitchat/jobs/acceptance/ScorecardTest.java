package io.bitchat.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScorecardTest {
    @Test
    void thePercentileIsTheNearestRank() {
        assertThat(Percentile.p95(
                        LongStream.rangeClosed(1, 100).map(i -> i * 1_000_000).toArray()))
                .isEqualTo(95.0);
        assertThat(Percentile.p95(new long[] {3_000_000})).isEqualTo(3.0);
    }

    @Test
    void aMissedTargetIsNoFailedStep() {
        var card = new Scorecard();
        card.add(Row.step("works", Optional.empty()));
        card.add(Row.latency("slow", 20, 20.0));

        assertThat(card.worksThroughout()).isTrue();
        assertThat(card.reachesAllTargets()).isFalse();
        assertThat(card.text()).contains("p95 < 20 ms", "20.0 ms", "MISS");
        assertThat(card.json().path("rows").get(1).path("verdict").asText()).isEqualTo("MISS");
        assertThat(card.json().path("passed").asBoolean()).isFalse();
    }

    @Test
    void aFailedStepTellsWhy() {
        var card = new Scorecard();
        card.add(Row.step("message", Optional.of("no frame")));

        assertThat(card.worksThroughout()).isFalse();
        assertThat(card.text()).contains("no frame");
    }
}
