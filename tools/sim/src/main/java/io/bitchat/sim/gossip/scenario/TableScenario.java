package io.bitchat.sim.gossip.scenario;

import io.bitchat.sim.gossip.Delays;
import io.bitchat.sim.gossip.GossipOptions;
import io.bitchat.sim.gossip.GossipResult;
import io.bitchat.sim.gossip.GossipSimulation;
import io.bitchat.sim.report.Figure;
import io.bitchat.sim.report.Findings;
import io.bitchat.sim.report.PropagationCurve;
import java.util.List;

/** The figures that the first design published, with definitions that make them comparable. */
public final class TableScenario {
    private TableScenario() {}

    public static Findings findings(GossipOptions options) {
        var result = new GossipSimulation(options).run();
        return new Findings(
                title(options),
                figures(result),
                PropagationCurve.draw(result.ledger().delays()));
    }

    private static String title(GossipOptions options) {
        var links = options.links();
        return "%,d nodes, links of %d to %d ms%s, %.0f %% loss, payload %,d bytes, %d broadcasts/s, %d s after %d s, seed %d"
                .formatted(
                        options.nodes(),
                        links.minDelay() / 1_000,
                        links.maxDelay() / 1_000,
                        links.perFrame() ? " drawn for each frame" : "",
                        links.loss() * 100,
                        options.payload(),
                        options.rate(),
                        options.seconds(),
                        options.warmUp(),
                        options.seed());
    }

    private static List<Figure> figures(GossipResult result) {
        var toLast = result.toLast();
        return List.of(
                Figure.of("propagation to the last node, p99", "to_last_p99_ms", ms(toLast, 0.99), " ms")
                        .atMost(450)
                        .published("< 500 ms", "320 ms"),
                Figure.of("propagation to the last node, median", "to_last_p50_ms", ms(toLast, 0.5), " ms")
                        .atMost(280),
                Figure.of("delivered within 500 ms", "within_500_ms_percent", result.inTime() * 100, " %")
                        .atLeast(99.9)
                        .published("> 95 %", "98 %"),
                Figure.of("delivered in the end", "delivered_percent", result.inTheEnd() * 100, " %")
                        .atLeast(100)
                        .published("all", "–"),
                Figure.of("duplicate payloads", "duplicates_percent", result.duplicates() * 100, " %")
                        .atMost(1)
                        .published("< 5 %", "3.2 %"),
                Figure.of("control bytes of all bytes", "control_percent", result.control() * 100, " %")
                        .atMost(2.8)
                        .published("< 5 %", "2.8 %"),
                Figure.of(
                                "deliveries before a cause",
                                "before_a_cause",
                                result.ledger().beforeACause(),
                                "")
                        .atMost(0)
                        .published("0", "0"),
                Figure.of("deliveries twice", "twice", result.ledger().twice(), "")
                        .atMost(0),
                Figure.of(
                        "bytes sent per payload byte delivered",
                        "bytes_per_payload_byte",
                        result.bytesPerPayloadByte(),
                        ""),
                Figure.of(
                        "one node, half of all deliveries within",
                        "each_p50_ms",
                        ms(result.ledger().delays(), 0.5),
                        " ms"));
    }

    static double ms(Delays delays, double share) {
        return Math.round(delays.quantile(share) / 100.0) / 10.0;
    }
}
