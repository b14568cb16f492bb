package io.bitchat.bench.files;

import io.bitchat.bench.Refused;
import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.OpenLoop;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Latencies;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.suite.Peer;
import io.bitchat.bench.suite.SuiteApi;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/** Latency of each kind of request, open loop at 20 per second. */
final class FileLatency {
    private static final double PER_SECOND = 20;
    /** Seconds of the same load before measuring, so that JIT compilation is not measured. */
    private static final int SETTLE = 10;
    /**
     * Number of peers that begin uploads in turn. One peer may have ten uploads under way, a limit that a single peer
     * would reach in a pause of half a second.
     */
    private static final int BEGINNERS = 8;
    /** The number of chunks that the target is set for. */
    static final int LISTED = 1_024;

    private static final String EACH = " at %.0f/s, p95".formatted(PER_SECOND);

    private final FileBench bench;
    private final int listed;

    /** @param listed number of chunks of the file whose states are requested */
    FileLatency(FileBench bench, int listed) {
        this.bench = bench;
        this.listed = listed;
    }

    void run(Report report) {
        changes(report);
        states(report, bench.ofChunks(listed));
    }

    private void changes(Report report) {
        var peer = bench.peer();
        int chunks = (int) (PER_SECOND * (settle() + bench.plan().seconds())) + 1;
        var content = bench.content(chunks);
        var beginners = IntStream.range(0, BEGINNERS)
                .mapToObj(i -> bench.driver().peer(bench.driver().fresh("begins-" + i)))
                .toList();
        var begun = measure("init", index -> begin(beginners.get((int) (index % BEGINNERS))), upload -> bench.api()
                .cancel(((Begun) upload).by(), ((Begun) upload).id()));
        var id = Await.result(bench.begin(peer, content.size()), Duration.ofSeconds(30));
        int[] next = {0};
        var sent = measure("chunk", _ -> bench.send(peer, id, next[0]++, content), _ -> Future.succeededFuture());
        report.add(List.of(
                Figure.atMost("begin an upload" + EACH, "ms", begun.percentile(95), 15),
                Figure.atMost("send a chunk" + EACH, "ms", sent.percentile(95), 40),
                Figure.informs("begin an upload, p50", "ms", begun.percentile(50)),
                Figure.informs("send a chunk, p50", "ms", sent.percentile(50))));
    }

    private record Begun(Peer by, String id) {}

    private Future<Begun> begin(Peer by) {
        return bench.begin(by, FileContent.CHUNK).map(id -> new Begun(by, id));
    }

    private void states(Report report, FileBench.Stored file) {
        var states = measure(
                "states",
                _ -> bench.api()
                        .states(bench.peer(), file.id())
                        .compose(answer -> SuiteApi.expect(answer, "the states of chunks", 200)),
                _ -> Future.succeededFuture());
        var name = "states of %,d chunks%s".formatted(listed, EACH);
        double p95 = states.percentile(95);
        report.add(List.of(
                listed == LISTED ? Figure.atMost(name, "ms", p95, 15) : Figure.informs(name, "ms", p95),
                Figure.informs("states of %,d chunks, p50".formatted(listed), "ms", states.percentile(50))));
        report.condition("states are asked of", "a file of %,d chunks, all stored".formatted(listed));
    }

    /** @param after follow-up call for the answer, not measured */
    private Latencies measure(String what, LongFunction<Future<?>> call, Function<Object, Future<?>> after) {
        run(what, settle(), call, after);
        return run(what, bench.plan().seconds(), call, after);
    }

    private int settle() {
        return Math.min(SETTLE, bench.plan().seconds());
    }

    private Latencies run(String what, int seconds, LongFunction<Future<?>> call, Function<Object, Future<?>> after) {
        var latencies = new Latencies();
        int[] open = {0};
        Throwable[] failure = {null};
        var loop = bench.driver().loop();
        Await.result(
                new OpenLoop(loop).run(PER_SECOND, (long) (PER_SECOND * seconds), (index, due) -> {
                    open[0]++;
                    call.apply(index)
                            .onSuccess(_ -> latencies.since(due))
                            .compose(answer -> after.apply(answer))
                            .onFailure(cause -> failure[0] = cause)
                            .onComplete(_ -> open[0]--);
                }),
                Duration.ofSeconds(seconds + 60L));
        boolean answered = Await.until(() -> Await.onLoop(loop, () -> open[0] == 0), Duration.ofSeconds(60));
        if (failure[0] instanceof Refused refused) throw refused;
        if (failure[0] != null || !answered) {
            throw new Refused(what + " failed: " + (failure[0] == null ? "no answer" : failure[0]));
        }
        return latencies;
    }
}
