package io.bitchat.sim.gossip.scenario;

import io.bitchat.sim.gossip.GossipOptions;
import io.bitchat.sim.gossip.GossipSimulation;
import io.bitchat.sim.report.Figure;
import io.bitchat.sim.report.Findings;
import java.util.List;

/** A run with 30 % frame loss. */
final class LossScenario {
    private static final double LOSS = 0.3;

    private LossScenario() {}

    static Findings findings(GossipOptions options) {
        var result = new GossipSimulation(options.withLinks(options.links().withLoss(LOSS))).run();
        var toLast = result.toLast();
        return new Findings(
                "%d nodes, %.0f %% loss, seed %d".formatted(options.nodes(), LOSS * 100, options.seed()),
                List.of(
                        Figure.of("delivered in the end", "loss_delivered_percent", result.inTheEnd() * 100, " %")
                                .atLeast(100)
                                .published("all", "–"),
                        Figure.of(
                                        "deliveries before a cause",
                                        "loss_before_a_cause",
                                        result.ledger().beforeACause(),
                                        "")
                                .atMost(0)
                                .published("0", "–"),
                        Figure.of("within 500 ms", "loss_within_500_ms_percent", result.inTime() * 100, " %"),
                        Figure.of(
                                "to the last node, median",
                                "loss_to_last_p50_ms",
                                TableScenario.ms(toLast, 0.5),
                                " ms"),
                        Figure.of("duplicate payloads", "loss_duplicates_percent", result.duplicates() * 100, " %")),
                List.of());
    }
}
