package io.bitchat.bench;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;

/** 20 requests a second of each kind, due at fixed moments. */
final class FileLatency {
    private static final double PER_SECOND = 20;
    private static final int SETTLE = 3;

    private final FileBench bench;

    FileLatency(FileBench bench) {
        this.bench = bench;
    }

    /** @param large a file of many chunks */
    void run(Report report, FileBench.Stored large) {
        var peer = bench.peer();
        int chunks = (int) (PER_SECOND * (SETTLE + bench.plan().seconds())) + 1;
        var content = bench.content(chunks);
        var begun = measure("init", _ -> bench.begin(peer, FileContent.CHUNK), id -> bench.api()
                .cancel(peer, (String) id));
        var id = Await.result(bench.begin(peer, content.size()), Duration.ofSeconds(30));
        int[] next = {0};
        var sent = measure("chunk", _ -> bench.send(peer, id, next[0]++, content), _ -> Future.succeededFuture());
        var states = measure(
                "states",
                _ -> bench.api()
                        .states(peer, large.id())
                        .compose(answer -> SuiteApi.expect(answer, "the states of chunks", 200)),
                _ -> Future.succeededFuture());
        var each = " at %.0f/s, p95".formatted(PER_SECOND);
        report.add(List.of(
                Figure.atMost("begin an upload" + each, "ms", begun.percentile(95), 15),
                Figure.atMost("send a chunk" + each, "ms", sent.percentile(95), 40),
                Figure.atMost(
                        "states of %,d chunks%s".formatted(large.content().chunks(), each),
                        "ms",
                        states.percentile(95),
                        15),
                Figure.informs("begin an upload, p50", "ms", begun.percentile(50)),
                Figure.informs("send a chunk, p50", "ms", sent.percentile(50)),
                Figure.informs("states of chunks, p50", "ms", states.percentile(50))));
    }

    /** @param after what is to be done with the answer, and is not measured */
    private Latencies measure(
            String what, LongFunction<Future<?>> call, java.util.function.Function<Object, Future<?>> after) {
        run(what, SETTLE, call, after);
        return run(what, bench.plan().seconds(), call, after);
    }

    private Latencies run(
            String what,
            int seconds,
            LongFunction<Future<?>> call,
            java.util.function.Function<Object, Future<?>> after) {
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
