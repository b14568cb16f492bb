package io.bitchat.bench.files;

import io.bitchat.bench.load.Await;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.suite.Processes;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** Memory of file-service with many uploads and downloads at once. */
final class FileMemory {
    private static final Duration LONG = Duration.ofMinutes(30);
    private static final double MUST_EACH = 10;

    private final FileBench bench;
    private final long pid;

    FileMemory(FileBench bench) {
        this.bench = bench;
        this.pid = bench.driver().suite().pids().getOrDefault("file-service", 0L);
    }

    /** Must be called before other measurements have filled the heap. */
    double idle() {
        return resident();
    }

    void run(Report report, double idle) {
        if (pid == 0) {
            report.condition("memory", "not measured, process ids are known on the suite's own machine only");
            return;
        }
        int many = bench.plan().many();
        var large = bench.large();
        double peak = whileRunning(transfers(many, large));
        double each = (peak - idle) / (2 * many);
        report.add(List.of(Figure.atMost(
                "%d uploads and %d downloads at once, memory each".formatted(many, many), "MB", each, MUST_EACH)));
        report.condition(
                "memory of file-service",
                "%.0f MB idle, at most %.0f MB; uploads of %d MiB, downloads of %d MiB"
                        .formatted(
                                idle,
                                peak,
                                bench.plan().manyMib(),
                                large.content().chunks()));
    }

    private Future<?> transfers(int many, FileBench.Stored large) {
        List<Future<?>> all = new ArrayList<>();
        // one upload per peer: a peer may have ten under way, and other measurements may have begun some
        var peers = bench.driver()
                .peers(IntStream.range(0, many)
                        .mapToObj(i -> bench.driver().fresh("many" + i))
                        .toList());
        for (var peer : peers) {
            all.add(bench.upload(
                    peer, bench.content(bench.plan().manyMib()), bench.plan().inFlight()));
            all.add(bench.api().download(peer, large.id(), large.content()));
        }
        return Future.all(all);
    }

    private double whileRunning(Future<?> transfers) {
        var ended = new AtomicBoolean();
        transfers.onComplete(_ -> ended.set(true));
        double[] peak = {0};
        Await.until(
                () -> {
                    peak[0] = Math.max(peak[0], resident());
                    return ended.get();
                },
                LONG);
        Await.result(transfers, Duration.ofSeconds(1));
        return peak[0];
    }

    private double resident() {
        return Processes.residentKb(pid) / 1024.0;
    }
}
