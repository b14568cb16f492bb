package io.bitchat.bench.messages;

import io.bitchat.bench.Refused;
import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.Lookup;
import io.bitchat.bench.load.OpenLoop;
import io.bitchat.bench.load.Scenario;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Latencies;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.suite.Driver;
import java.time.Duration;
import java.util.List;

/** Reads of the newest 50 rows of a conversation. */
final class History implements Scenario {
    private static final int PAIRS = 10;
    private static final int ROWS = 50;
    private static final double PER_SECOND = 50;

    @Override
    public String letter() {
        return "c";
    }

    @Override
    public String title() {
        return "50 rows of history, 50 reads/s";
    }

    @Override
    public void run(Driver driver, Report report) {
        try (var flow = MessageFlow.open(driver, "history", PAIRS)) {
            var sample = new MessageFlow.Sample();
            Await.result(
                    new OpenLoop(driver.loop())
                            .run(
                                    500,
                                    (long) PAIRS * (ROWS + 10),
                                    (index, due) -> flow.send((int) (index % PAIRS), due, sample, () -> {})),
                    Duration.ofSeconds(60));
            flow.drain();
            flow.failIfRefused();
            int rows = Await.result(
                            driver.api()
                                    .conversation(
                                            flow.sender(0), flow.recipient(0).id(), ROWS, 0),
                            Duration.ofSeconds(30))
                    .rows();
            if (rows != ROWS) {
                throw new Refused("a conversation of " + (ROWS + 10) + " rows answered " + rows + " for limit=" + ROWS);
            }
            Latencies read = new Lookup(driver, PER_SECOND).measure("history", index -> {
                int pair = (int) (index % PAIRS);
                return driver.api()
                        .conversation(flow.sender(pair), flow.recipient(pair).id(), ROWS, 0);
            });
            report.add(List.of(
                    Figure.informs("50 rows of history p50", "ms", read.percentile(50)),
                    Figure.atMost("50 rows of history p95", "ms", read.percentile(95), 15)
                            .aim(5)));
        }
    }
}
