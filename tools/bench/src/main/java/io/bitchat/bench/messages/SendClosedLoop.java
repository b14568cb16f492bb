package io.bitchat.bench.messages;

import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.Scenario;
import io.bitchat.bench.messages.MessageFlow.Sample;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.suite.Driver;
import io.bitchat.bench.suite.ProcessorShare;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Closed loop: 50 pairs with 4 messages each in flight, acknowledged and delivered. */
public final class SendClosedLoop implements Scenario {
    public static final String RATE = "closed loop 50 x 4, acknowledged and delivered";
    private static final int PAIRS = 50;
    private static final int IN_FLIGHT = 4;

    private boolean running;
    private Sample current = new Sample();

    @Override
    public String letter() {
        return "b";
    }

    @Override
    public String title() {
        return "closed loop, 50 pairs x 4 in flight";
    }

    @Override
    public boolean sends() {
        return true;
    }

    /** Runs the same load without reporting it. */
    void warmUp(Driver driver, int seconds) {
        try (var flow = MessageFlow.open(driver, "warm", PAIRS)) {
            Await.onLoop(driver.loop(), () -> begin(flow));
            Await.pause(Duration.ofSeconds(seconds));
            Await.onLoop(driver.loop(), () -> running = false);
            flow.drain();
            flow.failIfRefused();
        }
    }

    @Override
    public void run(Driver driver, Report report) {
        try (var flow = MessageFlow.open(driver, "closed", PAIRS)) {
            Await.onLoop(driver.loop(), () -> begin(flow));
            Await.pause(Duration.ofSeconds(driver.settings().settle()));
            var cpu = ProcessorShare.start();
            var measured = new Window(driver, flow);
            Await.pause(Duration.ofSeconds(driver.settings().seconds()));
            double perSecond = measured.perSecond();
            double share = cpu.percent();
            Await.onLoop(driver.loop(), () -> running = false);
            flow.drain();
            flow.failIfRefused();
            report.add(List.of(
                    Figure.atLeast(RATE, "/s", perSecond, 1_200).aim(2_600),
                    Figure.informs("closed loop, HTTP send p95", "ms", current.http.percentile(95)),
                    Figure.informs("closed loop, send to socket p95", "ms", current.socket.percentile(95)),
                    Figure.atMost("closed loop, messages refused", "", current.refused, 0)));
            report.add(flow.faults("closed loop"));
            report.condition("driver in the closed loop", "%.0f %% of the machine".formatted(share));
        }
    }

    private boolean begin(MessageFlow flow) {
        running = true;
        for (int i = 0; i < flow.pairs() * IN_FLIGHT; i++) {
            next(flow, i % flow.pairs());
        }
        return running;
    }

    private void next(MessageFlow flow, int pair) {
        if (running) {
            flow.send(pair, System.nanoTime(), current, () -> next(flow, pair));
        }
    }

    /** Counts what was sent and completed between its creation and the reading of its rate. */
    private final class Window {
        private final Driver driver;
        private final long startNanos;

        Window(Driver driver, MessageFlow flow) {
            this.driver = driver;
            flow.failIfRefused();
            this.startNanos = Await.onLoop(driver.loop(), () -> {
                current = new Sample();
                return System.nanoTime();
            });
        }

        double perSecond() {
            return Await.onLoop(driver.loop(), () -> {
                double seconds = (System.nanoTime() - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
                return current.completed / seconds;
            });
        }
    }
}
