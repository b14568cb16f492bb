package io.bitchat.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessorTimeTest {
    @Test
    void theIdlePartIsThatOfTheTimeBetween() {
        var before = ProcessorTime.of("cpu  100 0 50 850 0 0 0 0 7 0");
        var after = ProcessorTime.of("cpu  130 10 60 890 5 2 3 0 9 0");
        assertThat(after.idleSince(before)).isEqualTo(0.4);
    }

    @Test
    void whatIsNotKnownIsNoNumber() {
        var unknown = ProcessorTime.of("");
        assertThat(unknown.idleSince(unknown)).isNaN();
    }
}
