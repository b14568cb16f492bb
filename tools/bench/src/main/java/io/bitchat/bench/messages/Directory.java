package io.bitchat.bench.messages;

import io.bitchat.api.Answer;
import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.Bounded;
import io.bitchat.bench.load.Lookup;
import io.bitchat.bench.load.Scenario;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Latencies;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.suite.Driver;
import io.bitchat.bench.suite.Peer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Lookups of one of 10,000 peers. They are registered once; later runs find them. */
final class Directory implements Scenario {
    private static final double PER_SECOND = 100;

    @Override
    public String letter() {
        return "e";
    }

    @Override
    public String title() {
        return "one of many peers, 100 reads/s";
    }

    @Override
    public void run(Driver driver, Report report) {
        int count = driver.settings().peers();
        List<String> ids = IntStream.range(0, count)
                .mapToObj(i -> driver.lasting("peer-" + i))
                .toList();
        Peer reader = driver.peer(driver.fresh("reader"));
        if (!known(driver, reader, ids)) {
            driver.say("  registering %,d peers".formatted(count));
            Await.result(
                    Bounded.all(driver.loop(), count, 64, i -> driver.api().register(ids.get(i))),
                    Duration.ofMinutes(20));
        }
        var random = new Random(count);
        Latencies read = new Lookup(driver, PER_SECOND)
                .measure("peer", _ -> driver.api().peer(reader, ids.get(random.nextInt(count))));
        report.add(List.of(
                Figure.informs("GET /peers/{id}, %,d peers, p50".formatted(count), "ms", read.percentile(50)),
                Figure.atMost("GET /peers/{id}, %,d peers, p95".formatted(count), "ms", read.percentile(95), 10)));
    }

    /**
     * Checks the last 100 ids: registration goes in order, so they stand for all except those that were in flight with
     * them.
     */
    private static boolean known(Driver driver, Peer reader, List<String> ids) {
        int from = Math.max(0, ids.size() - 100);
        List<Future<Answer>> tail = ids.subList(from, ids.size()).stream()
                .map(id -> driver.api().peer(reader, id))
                .toList();
        Await.result(Future.all(tail), Duration.ofSeconds(40));
        return tail.stream().allMatch(answer -> answer.result().status() == 200);
    }
}
