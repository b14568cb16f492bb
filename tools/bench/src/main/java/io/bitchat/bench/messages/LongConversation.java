package io.bitchat.bench.messages;

import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.Bounded;
import io.bitchat.bench.load.Lookup;
import io.bitchat.bench.load.Scenario;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Latencies;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.suite.Driver;
import io.bitchat.bench.suite.Peer;
import io.bitchat.bench.suite.SuiteApi;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Pages at any depth of a conversation of 100,000 rows. The rows are sent through the API once; later runs find them.
 */
final class LongConversation implements Scenario {
    private static final int PAGE = 50;
    private static final double PER_SECOND = 50;
    private static final int IN_FLIGHT = 128;
    private static final String CONTENT = "0123456789abcdef".repeat(16);

    @Override
    public String letter() {
        return "d";
    }

    @Override
    public String title() {
        return "pages of a long conversation, 50 reads/s";
    }

    @Override
    public void run(Driver driver, Report report) {
        int rows = driver.settings().rows();
        Peer from = driver.peer(driver.lasting("long-" + rows + "-from"));
        Peer to = driver.peer(driver.lasting("long-" + rows + "-to"));
        report.condition("long conversation", seed(driver, from, to, rows));
        var offsets = new Random(rows);
        Latencies read = new Lookup(driver, PER_SECOND).measure("page", _ -> driver.api()
                .conversation(from, to.id(), PAGE, offsets.nextInt(Math.max(1, rows - PAGE))));
        report.add(List.of(
                Figure.informs("page of %,d rows p50".formatted(rows), "ms", read.percentile(50)),
                Figure.atMost("page of %,d rows p95".formatted(rows), "ms", read.percentile(95), 20)));
    }

    private static String seed(Driver driver, Peer from, Peer to, int rows) {
        int present = present(driver, from, to, rows);
        if (present >= rows) {
            return "%,d rows, found from an earlier run".formatted(rows);
        }
        driver.say("  sending %,d rows through the API".formatted(rows - present));
        long start = System.nanoTime();
        Await.result(
                Bounded.all(driver.loop(), rows - present, IN_FLIGHT, i -> sendRow(driver, from, to, present + i)),
                Duration.ofHours(1));
        double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
        return "%,d rows, %,d of them sent through the API now at %,.0f/s"
                .formatted(rows, rows - present, (rows - present) / seconds);
    }

    private static Future<?> sendRow(Driver driver, Peer from, Peer to, int number) {
        /* an aborted run left rows behind; fresh ids avoid that new rows count as repeats */
        return driver.api()
                .send(from, to.id(), driver.fresh("row-" + number), CONTENT)
                .compose(answer -> SuiteApi.expect(answer, "a send", 201));
    }

    /** Number of rows that exist already, found by binary search. */
    private static int present(Driver driver, Peer from, Peer to, int rows) {
        int low = 0;
        int high = rows;
        while (low < high) {
            int middle = low + (high - low + 1) / 2;
            boolean has = Await.result(driver.api().conversation(from, to.id(), 1, middle - 1), Duration.ofSeconds(35))
                            .rows()
                    == 1;
            if (has) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
