package io.bitchat.bench.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SendPaceTest {
    private static final long SECOND = 1_000_000_000;

    private final SendPace pace = new SendPace(1_000_000, 0);

    @Test
    void whatWaitsIsSentAtTheRateHoweverLateTheTimerIs() {
        assertThat(pace.allowed(SECOND / 100, true)).isEqualTo(10_000);
        pace.sent(10_000);

        assertThat(pace.allowed(2 * SECOND, true)).isEqualTo(1_990_000);
    }

    @Test
    void silenceIsNotMadeGood() {
        assertThat(pace.allowed(60 * SECOND, false)).isEqualTo(20_000);
    }

    @Test
    void whatIsSentTooMuchIsMissingLater() {
        pace.sent(500);

        assertThat(pace.allowed(SECOND / 1_000, true)).isEqualTo(500);
    }
}
