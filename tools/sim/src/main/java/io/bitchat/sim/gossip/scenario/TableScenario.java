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
                Figure.atMost(
                        "propagation to the last node, p99",
                        "to_last_p99_ms",
                        "< 500 ms",
                        "320 ms",
                        450,
                        ms(toLast, 0.99),
                        " ms"),
                Figure.atMost(
                        "propagation to the last node, median",
                        "to_last_p50_ms",
                        "–",
                        "–",
                        280,
                        ms(toLast, 0.5),
                        " ms"),
                Figure.atLeast(
                        "delivered within 500 ms",
                        "within_500_ms_percent",
                        "> 95 %",
                        "98 %",
                        99.9,
                        result.inTime() * 100,
                        " %"),
                Figure.atLeast(
                        "delivered in the end", "delivered_percent", "all", "–", 100, result.inTheEnd() * 100, " %"),
                Figure.atMost(
                        "duplicate payloads",
                        "duplicates_percent",
                        "< 5 %",
                        "3.2 %",
                        1,
                        result.duplicates() * 100,
                        " %"),
                Figure.atMost(
                        "control bytes of all bytes",
                        "control_percent",
                        "< 5 %",
                        "2.8 %",
                        2.8,
                        result.control() * 100,
                        " %"),
                Figure.atMost(
                        "deliveries before a cause",
                        "before_a_cause",
                        "0",
                        "0",
                        0,
                        result.ledger().beforeACause(),
                        ""),
                Figure.atMost(
                        "deliveries twice",
                        "twice",
                        "–",
                        "–",
                        0,
                        result.ledger().twice(),
                        ""),
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
