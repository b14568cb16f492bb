package io.bitchat.edge.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RareNoticeTest {
    /** Elapsed time may begin below zero, and overflow. */
    private long now = Long.MAX_VALUE - Duration.ofSeconds(90).toNanos();

    private final RareNotice notice = new RareNotice(Duration.ofMinutes(1), () -> now);

    @Test
    void isToldAtOnceAndThenOncePerPauseWithTheNumberSinceThen() {
        List<Long> told = new ArrayList<>();

        for (int i = 0; i < 300; i++) {
            notice.next().ifPresent(told::add);
            now += Duration.ofSeconds(1).toNanos();
        }

        assertThat(told).containsExactly(1L, 60L, 60L, 60L, 60L);
    }
}
