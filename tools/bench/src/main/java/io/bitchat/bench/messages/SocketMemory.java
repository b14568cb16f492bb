package io.bitchat.bench.messages;

import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.Bounded;
import io.bitchat.bench.load.Scenario;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.suite.Driver;
import io.bitchat.bench.suite.Peer;
import io.bitchat.bench.suite.Processes;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Memory of one open socket in gateway and message-service together. */
final class SocketMemory implements Scenario {
    private static final List<String> HOLDERS = List.of("gateway", "message-service");
    private static final int AT_ONCE = 50;
    private static final int SETTLED_SAMPLES = 3;
    private static final int MOST_SAMPLES = 30;

    private boolean collected = true;

    @Override
    public String letter() {
        return "f";
    }

    @Override
    public String title() {
        return "memory of open sockets";
    }

    @Override
    public void run(Driver driver, Report report) {
        List<Long> pids = HOLDERS.stream()
                .map(name -> driver.suite().pids().getOrDefault(name, 0L))
                .toList();
        if (pids.contains(0L)) {
            report.condition(
                    "memory per socket", "not measured, process ids are known on the suite's own machine only");
            return;
        }
        int count = driver.settings().sockets();
        List<Peer> peers = driver.peers(IntStream.range(0, count)
                .mapToObj(i -> driver.fresh("socket" + i))
                .toList());
        /* the first sockets load classes and fill pools, which is not a cost of the next thousand */
        close(open(driver, peers.subList(0, Math.min(200, count))));
        long before = settled(pids);
        List<WebSocket> sockets = open(driver, peers);
        long after = settled(pids);
        double each = (after - before) / (double) count;
        report.add(List.of(Figure.atMost("%,d sockets, memory per socket".formatted(count), "KB", each, 100)
                .aim(30)));
        report.condition(
                "memory per socket",
                "resident %,d KB before, %,d KB with %,d sockets%s"
                        .formatted(
                                before,
                                after,
                                count,
                                collected ? ", both after a collection" : ", without a collection"));
        close(sockets);
    }

    private static List<WebSocket> open(Driver driver, List<Peer> peers) {
        List<WebSocket> sockets = new ArrayList<>();
        Await.result(
                Bounded.all(driver.loop(), peers.size(), AT_ONCE, i -> driver.api()
                        .socket(peers.get(i))
                        .onSuccess(socket -> {
                            socket.textMessageHandler(_ -> {});
                            sockets.add(socket);
                        })),
                Duration.ofMinutes(2));
        return sockets;
    }

    private static void close(List<WebSocket> sockets) {
        Await.result(
                Future.join(sockets.stream().map(WebSocket::close).toList()).otherwiseEmpty(), Duration.ofSeconds(60));
    }

    /** Resident KiB once three readings in a row, one second apart, differ by at most one percent. */
    private long settled(List<Long> pids) {
        Await.pause(Duration.ofSeconds(1));
        for (long pid : pids) {
            collected &= Processes.collectGarbage(pid);
        }
        long last = resident(pids);
        int equal = 1;
        for (int i = 0; i < MOST_SAMPLES && equal < SETTLED_SAMPLES; i++) {
            Await.pause(Duration.ofSeconds(1));
            long now = resident(pids);
            equal = Math.abs(now - last) * 100 <= last ? equal + 1 : 1;
            last = now;
        }
        return last;
    }

    private static long resident(List<Long> pids) {
        return pids.stream().mapToLong(Processes::residentKb).sum();
    }
}
