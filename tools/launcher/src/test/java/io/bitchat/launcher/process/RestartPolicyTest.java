package io.bitchat.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final RestartPolicy policy = new RestartPolicy(new Random(1), Duration.ofMillis(500));

    @Test
    void pausesLongerEachTimeWithinTheJitterAndGivesUpAfterFive() {
        for (int i = 0; i < RestartPolicy.MAX; i++) {
            long middle = 500L << i;
            assertThat(policy.next(NOW.plusSeconds(i), false))
                    .hasValueSatisfying(pause -> assertThat(pause.toMillis()).isBetween(middle / 2, middle * 3 / 2));
        }

        assertThat(policy.next(NOW.plusSeconds(10), false)).isEmpty();
    }

    @Test
    void bringsBackWhatHadServedAtOnceAndManyTimes() {
        for (int i = 0; i < RestartPolicy.MAX_SERVED; i++) {
            assertThat(policy.next(NOW.plusSeconds(i), true))
                    .hasValueSatisfying(pause -> assertThat(pause.toMillis()).isBetween(250L, 750L));
        }

        assertThat(policy.next(NOW.plusSeconds(100), true)).isEmpty();
    }

    @Test
    void aStartThatSucceededGivesFailedStartsTheirChancesBack() {
        for (int i = 0; i < RestartPolicy.MAX; i++) {
            policy.next(NOW, false);
        }
        policy.next(NOW, true);

        assertThat(policy.next(NOW, false)).isPresent();
    }

    @Test
    void forgetsRestartsAfterFiveMinutes() {
        for (int i = 0; i < RestartPolicy.MAX; i++) {
            policy.next(NOW, false);
        }

        assertThat(policy.next(NOW.plus(Duration.ofMinutes(5)).plusMillis(1), false))
                .isPresent();
    }
}
