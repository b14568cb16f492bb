package io.bitchat.bench.groups;

import io.bitchat.bench.groups.GroupFlow.Sample;
import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.OpenLoop;
import io.bitchat.bench.load.Scenario;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.suite.Driver;
import io.bitchat.bench.suite.ProcessorShare;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Messages of 256 bytes to one group, open loop.
 *
 * @param sendMust limit of the p95 of the HTTP answers in ms, if there is one
 * @param socketMust limit of the p95 from the send to the last socket in ms
 */
record GroupOpenLoop(
        String letter,
        int members,
        int sockets,
        double perSecond,
        OptionalDouble sendMust,
        double socketMust,
        OptionalDouble socketAim)
        implements Scenario {

    @Override
    public String title() {
        return "%,d members, %d sockets, %.0f sends/s".formatted(members, sockets, perSecond);
    }

    @Override
    public boolean sends() {
        return true;
    }

    @Override
    public void run(Driver driver, Report report) {
        try (var flow = GroupFlow.open(driver, "group-" + letter + "-", members, sockets)) {
            load(driver, flow, driver.settings().settle(), new Sample());
            var sample = new Sample();
            var cpu = ProcessorShare.start();
            load(driver, flow, driver.settings().seconds(), sample);
            double share = cpu.percent();
            report.add(Await.onLoop(driver.loop(), () -> figures(sample)));
            report.add(flow.faults(title()));
            report.condition("driver, " + title(), "%.0f %% of the machine".formatted(share));
        }
    }

    private void load(Driver driver, GroupFlow flow, int seconds, Sample sample) {
        Await.result(
                new OpenLoop(driver.loop())
                        .run(perSecond, (long) (perSecond * seconds), (_, due) -> flow.send(due, sample, () -> {})),
                Duration.ofSeconds(seconds + 60L));
        if (!flow.drain()) {
            driver.say("not everything acknowledged has arrived in time");
        }
        flow.failIfRefused();
    }

    private List<Figure> figures(Sample sample) {
        var figures = new ArrayList<Figure>();
        sendMust.ifPresent(
                must -> figures.add(Figure.atMost("group send, HTTP p95", "ms", sample.http.percentile(95), must)));
        figures.add(Figure.informs(title() + ", to the last socket p50", "ms", sample.lastSocket.percentile(50)));
        var p95 =
                Figure.atMost(title() + ", to the last socket p95", "ms", sample.lastSocket.percentile(95), socketMust);
        figures.add(socketAim.isPresent() ? p95.aim(socketAim.getAsDouble()) : p95);
        figures.add(Figure.atMost(title() + ", refused", "", sample.refused, 0));
        return figures;
    }
}
