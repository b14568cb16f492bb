package io.bitchat.bench.groups;

import io.bitchat.bench.groups.GroupFlow.Sample;
import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.Scenario;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.suite.Driver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Closed loop: a group of 100 with all members connected, 64 messages in flight. */
final class GroupClosedLoop implements Scenario {
    private static final int MEMBERS = 100;
    private static final int IN_FLIGHT = 64;

    private boolean running;
    private Sample current = new Sample();

    @Override
    public String letter() {
        return "c";
    }

    @Override
    public String title() {
        return "closed loop, 100 members at sockets, 64 in flight";
    }

    @Override
    public boolean sends() {
        return true;
    }

    /** Runs the same load without reporting it. */
    void warmUp(Driver driver, int seconds) {
        try (var flow = GroupFlow.open(driver, "group-warm-", MEMBERS, MEMBERS)) {
            Await.onLoop(driver.loop(), () -> begin(flow));
            Await.pause(Duration.ofSeconds(seconds));
            end(driver, flow);
        }
    }

    @Override
    public void run(Driver driver, Report report) {
        try (var flow = GroupFlow.open(driver, "group-c-", MEMBERS, MEMBERS)) {
            Await.onLoop(driver.loop(), () -> begin(flow));
            Await.pause(Duration.ofSeconds(driver.settings().settle()));
            long start = Await.onLoop(driver.loop(), () -> {
                current = new Sample();
                return System.nanoTime();
            });
            Await.pause(Duration.ofSeconds(driver.settings().seconds()));
            double perSecond = Await.onLoop(
                    driver.loop(),
                    () -> current.deliveries * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - start));
            end(driver, flow);
            report.add(List.of(
                    Figure.atLeast("closed loop, 100 members, deliveries", "/s", perSecond, 8_000)
                            .aim(23_000),
                    Figure.informs("closed loop, to the last socket p95", "ms", current.lastSocket.percentile(95)),
                    Figure.atMost("closed loop, refused", "", current.refused, 0)));
            report.add(flow.faults("closed loop"));
        }
    }

    private void end(Driver driver, GroupFlow flow) {
        Await.onLoop(driver.loop(), () -> running = false);
        flow.drain();
        flow.failIfRefused();
    }

    private boolean begin(GroupFlow flow) {
        running = true;
        for (int i = 0; i < IN_FLIGHT; i++) {
            next(flow);
        }
        return running;
    }

    private void next(GroupFlow flow) {
        if (running) {
            flow.send(System.nanoTime(), current, () -> next(flow));
        }
    }
}
