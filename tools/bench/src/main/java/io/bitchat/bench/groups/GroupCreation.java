package io.bitchat.bench.groups;

import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.OpenLoop;
import io.bitchat.bench.load.Scenario;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Latencies;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.suite.Driver;
import io.bitchat.bench.suite.Peer;
import io.bitchat.bench.suite.SuiteApi;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Creation of groups of five, open loop at 20 per second. */
final class GroupCreation implements Scenario {
    private static final double PER_SECOND = 20;
    private static final int MEMBERS = 5;

    @Override
    public String letter() {
        return "a";
    }

    @Override
    public String title() {
        return "groups made, 20/s";
    }

    @Override
    public void run(Driver driver, Report report) {
        var peers = driver.peers(IntStream.range(0, MEMBERS)
                .mapToObj(i -> driver.fresh("maker" + i))
                .toList());
        var made = new Latencies();
        load(driver, peers, driver.settings().settle(), new Latencies());
        long refused = load(driver, peers, driver.settings().seconds(), made);
        report.add(List.of(
                Figure.informs("make a group, p50", "ms", made.percentile(50)),
                Figure.atMost("make a group, p95", "ms", made.percentile(95), 20),
                Figure.atMost("groups refused", "", refused, 0)));
    }

    private static long load(Driver driver, List<Peer> peers, int seconds, Latencies into) {
        var open = new Count();
        Await.result(
                new OpenLoop(driver.loop()).run(PER_SECOND, (long) (PER_SECOND * seconds), (index, due) -> {
                    open.asked++;
                    driver.api()
                            .createGroup(peers.getFirst(), "bench " + index, peers.subList(1, MEMBERS))
                            .compose(answer -> SuiteApi.expect(answer, "making a group", 201))
                            .onComplete(result -> {
                                if (result.succeeded()) into.since(due);
                                else open.refused++;
                                open.answered++;
                            });
                }),
                Duration.ofSeconds(seconds + 60L));
        Await.until(
                () -> Await.onLoop(driver.loop(), () -> open.asked == open.answered),
                Duration.ofSeconds(driver.settings().drain()));
        return Await.onLoop(driver.loop(), () -> open.refused + open.asked - open.answered);
    }

    private static final class Count {
        long asked;
        long answered;
        long refused;
    }
}
