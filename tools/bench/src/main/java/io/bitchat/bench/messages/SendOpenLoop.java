package io.bitchat.bench.messages;

import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.OpenLoop;
import io.bitchat.bench.load.Scenario;
import io.bitchat.bench.machine.KafkaFloor;
import io.bitchat.bench.machine.PostgresFloor;
import io.bitchat.bench.messages.MessageFlow.Sample;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.suite.Driver;
import io.bitchat.bench.suite.ProcessorShare;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/** Messages of 256 bytes over 50 pairs, open loop at 300 per second. */
public final class SendOpenLoop implements Scenario {
    static final String SEND_P95 = "open loop 300/s, HTTP send p95";
    static final String SOCKET_P95 = "open loop 300/s, send to socket p95";
    private static final int PAIRS = 50;
    private static final double PER_SECOND = 300;

    @Override
    public String letter() {
        return "a";
    }

    @Override
    public String title() {
        return "open loop, 300 messages/s, 50 pairs";
    }

    @Override
    public boolean sends() {
        return true;
    }

    @Override
    public void run(Driver driver, Report report) {
        try (var flow = MessageFlow.open(driver, "open", PAIRS)) {
            load(driver, flow, new OpenLoop(driver.loop()), driver.settings().settle(), new Sample());
            var pace = new OpenLoop(driver.loop());
            var sample = new Sample();
            var cpu = ProcessorShare.start();
            load(driver, flow, pace, driver.settings().seconds(), sample);
            double share = cpu.percent();
            report.add(Await.onLoop(driver.loop(), () -> figures(sample)));
            report.add(flow.faults("open loop"));
            report.condition(
                    "driver in the open loop",
                    "%.0f %% of the machine, shots late by p99 %s"
                            .formatted(
                                    share, Driver.milliseconds(pace.lateness().percentile(99))));
        }
    }

    private static void load(Driver driver, MessageFlow flow, OpenLoop pace, int seconds, Sample sample) {
        long shots = (long) (PER_SECOND * seconds);
        Await.result(
                pace.run(
                        PER_SECOND,
                        shots,
                        (index, due) -> flow.send((int) (index % flow.pairs()), due, sample, () -> {})),
                Duration.ofSeconds(seconds + 60L));
        if (!flow.drain()) {
            driver.say("not everything acknowledged has arrived in time");
        }
        flow.failIfRefused();
    }

    private static List<Figure> figures(Sample sample) {
        return List.of(
                Figure.informs("open loop 300/s, HTTP send p50", "ms", sample.http.percentile(50)),
                Figure.atMost(SEND_P95, "ms", sample.http.percentile(95), 15).aim(5),
                Figure.informs("open loop 300/s, HTTP send p99", "ms", sample.http.percentile(99)),
                Figure.informs("open loop 300/s, send to socket p50", "ms", sample.socket.percentile(50)),
                Figure.atMost(SOCKET_P95, "ms", sample.socket.percentile(95), 25)
                        .aim(5),
                Figure.informs("open loop 300/s, send to socket p99", "ms", sample.socket.percentile(99)),
                Figure.informs("open loop, messages acknowledged", "", sample.acknowledged),
                Figure.atMost("open loop, messages refused", "", sample.refused, 0));
    }

    /** Sets the floor beside the figures once it is known. */
    public static void compare(Report report) {
        OptionalDouble commit = report.value(PostgresFloor.P95_8);
        OptionalDouble relay = report.value(KafkaFloor.P95);
        report.compare(SEND_P95, "commit p95, 8 clients", commit);
        if (commit.isPresent() && relay.isPresent()) {
            report.compare(
                    SOCKET_P95,
                    "commit p95 + Kafka p95",
                    OptionalDouble.of(commit.getAsDouble() + relay.getAsDouble()));
        }
    }
}
