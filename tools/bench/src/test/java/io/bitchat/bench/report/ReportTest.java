package io.bitchat.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.bench.messages.Frame;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void judgesBothDirections() {
        assertThat(Figure.atMost("x", "ms", 15, 15).verdict()).isEqualTo("ok");
        assertThat(Figure.atMost("x", "ms", 15.1, 15).verdict()).isEqualTo("missed");
        assertThat(Figure.atMost("x", "ms", 4, 15).aim(5).verdict()).isEqualTo("ok (aim)");
        assertThat(Figure.atLeast("x", "/s", 1_199, 1_200).verdict()).isEqualTo("missed");
        assertThat(Figure.atLeast("x", "/s", 1_300, 1_200).aim(2_600).verdict()).isEqualTo("ok");
        assertThat(Figure.informs("x", "ms", 9).verdict()).isEmpty();
    }

    @Test
    void setsTheFloorBesideAFigure() {
        var report = new Report();
        report.add(List.of(Figure.atMost("send p95", "ms", 6, 15)));

        report.compare("send p95", "commit p95", OptionalDouble.of(2));
        report.condition("machine", "2 cores");

        assertThat(report.toTable())
                .contains("send p95", "<= 15", "6 ms", "ok", "3.00 x commit p95", "machine: 2 cores");
        assertThat(report.toJson().getJsonArray("figures").getJsonObject(0).getDouble("ratio"))
                .isEqualTo(3.0);
    }

    @Test
    void readsPercentilesInMilliseconds() {
        var latencies = new Latencies();
        for (int i = 1; i <= 100; i++) {
            latencies.record(i * 1_000_000L);
        }

        assertThat(latencies.percentile(50)).isBetween(49.9, 50.1);
        assertThat(latencies.percentile(95)).isBetween(94.9, 95.2);
        assertThat(new Latencies().percentile(95)).isZero();
    }

    @Test
    void readsTheIdOfAMessageFrameOnly() {
        assertThat(
                        Frame.messageId(
                                "{\"cursor\":\"1\",\"data\":{\"x\":{\"message_id\":\"no\"},\"message_id\":\"m\"},\"type\":\"message\"}"))
                .isEqualTo("m");
        assertThat(Frame.messageId("{\"type\":\"pong\"}")).isNull();
        assertThat(Frame.messageId("{\"type\":\"receipt\",\"data\":{\"message_id\":\"m\"}}"))
                .isNull();
    }
}
