package io.bitchat.bench.messages;

import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.OpenLoop;
import io.bitchat.bench.load.Scenario;
import io.bitchat.bench.messages.MessageFlow.Sample;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.suite.Driver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** How a suite does that has just been started: 100 messages per second from the first one on, in windows of 6 s. */
public final class FirstMinute implements Scenario {
    private static final int PAIRS = 20;
    private static final double PER_SECOND = 100;
    private static final int WINDOW_SECONDS = 6;
    private static final int WINDOWS = 10;
    /** From this window on the suite must be as fast as later. */
    private static final int SETTLED = 3;

    @Override
    public String letter() {
        return "h";
    }

    @Override
    public String title() {
        return "the first minute, 100 messages/s in windows of 6 s; says something right after ./bitchat up only";
    }

    @Override
    public boolean isByDefault() {
        return false;
    }

    @Override
    public void run(Driver driver, Report report) {
        report.condition("age of the gateway when the first minute began", age(driver));
        var windows = Stream.generate(Sample::new).limit(WINDOWS).toList();
        try (var flow = MessageFlow.open(driver, "first", PAIRS)) {
            var pace = new OpenLoop(driver.loop());
            int shots = (int) PER_SECOND * WINDOW_SECONDS;
            Await.result(
                    pace.run(
                            PER_SECOND,
                            (long) shots * WINDOWS,
                            (index, due) -> flow.send(
                                    (int) (index % flow.pairs()), due, windows.get((int) index / shots), () -> {})),
                    Duration.ofSeconds(WINDOWS * WINDOW_SECONDS + 60L));
            flow.drain();
            report.add(Await.onLoop(driver.loop(), () -> figures(windows)));
            report.add(flow.faults("first minute"));
        }
    }

    private static String age(Driver driver) {
        return ProcessHandle.of(driver.suite().pids().getOrDefault("gateway", 0L))
                .flatMap(process -> process.info().startInstant())
                .map(started -> Duration.between(started, Instant.now()).toSeconds() + " s")
                .orElse("not known");
    }

    private static List<Figure> figures(List<Sample> windows) {
        var p95 = windows.stream().map(window -> window.socket.percentile(95)).toList();
        var figures = new ArrayList<Figure>();
        figures.add(Figure.atMost("first minute, send to socket p95, the first 6 s", "ms", p95.getFirst(), 100));
        double settled = p95.subList(SETTLED - 1, WINDOWS).stream()
                .flatMapToDouble(DoubleStream::of)
                .max()
                .orElseThrow();
        figures.add(
                Figure.atMost("first minute, send to socket p95, worst window from the third on", "ms", settled, 30));
        for (int i = 0; i < WINDOWS; i++) {
            var name = "first minute, %2d to %2d s, send to socket "
                    .formatted(i * WINDOW_SECONDS, (i + 1) * WINDOW_SECONDS);
            figures.add(Figure.informs(name + "p50", "ms", windows.get(i).socket.percentile(50)));
            figures.add(Figure.informs(name + "p95", "ms", p95.get(i)));
        }
        return figures;
    }
}
