package io.bitchat.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final Health WELL = new Health("", Set.of("database", "kafka"), Set.of());
    private static final Health WITHOUT_DATABASE =
            new Health("is not ready: database", Set.of("kafka"), Set.of("database"));
    private static final Health SILENT = new Health("does not answer", Set.of(), Set.of());

    private final Watch watch = new Watch(Duration.ofSeconds(60));
    private final Instant begin = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aServiceThatMissesWhatOthersHaveIsRestartedAfterAMinute() {
        assertThat(watch.look(WITHOUT_DATABASE, List.of(WELL), begin)).isEmpty();
        assertThat(watch.look(WITHOUT_DATABASE, List.of(WELL), begin.plusSeconds(59)))
                .isEmpty();
        assertThat(watch.look(WITHOUT_DATABASE, List.of(WELL), begin.plusSeconds(60)))
                .contains("was not ready for 60 s: is not ready: database");
    }

    @Test
    void oneThatDoesNotAnswerIsRestartedWhereOthersDo() {
        watch.look(SILENT, List.of(WITHOUT_DATABASE), begin);
        assertThat(watch.look(SILENT, List.of(WITHOUT_DATABASE), begin.plusSeconds(60)))
                .isPresent();
    }

    /** Kafka hangs, and every readiness check waits for it. */
    @Test
    void nobodyIsRestartedWhereNobodyAnswers() {
        watch.look(SILENT, List.of(SILENT, Health.READY), begin);
        assertThat(watch.look(SILENT, List.of(SILENT, Health.READY), begin.plusSeconds(600)))
                .isEmpty();
    }

    @Test
    void nobodyIsRestartedForWhatAllMiss() {
        watch.look(WITHOUT_DATABASE, List.of(WITHOUT_DATABASE), begin);
        assertThat(watch.look(WITHOUT_DATABASE, List.of(WITHOUT_DATABASE), begin.plusSeconds(600)))
                .isEmpty();
    }

    @Test
    void whoWasReadyMeanwhileBeginsAnew() {
        watch.look(WITHOUT_DATABASE, List.of(WELL), begin);
        watch.look(WELL, List.of(WELL), begin.plusSeconds(50));
        watch.look(WITHOUT_DATABASE, List.of(WELL), begin.plusSeconds(55));
        assertThat(watch.look(WITHOUT_DATABASE, List.of(WELL), begin.plusSeconds(100)))
                .isEmpty();
    }
}
