package io.bitchat.sim.gossip.scenario;

import io.bitchat.sim.gossip.GossipOptions;
import io.bitchat.sim.gossip.GossipResult;
import io.bitchat.sim.gossip.GossipSimulation;
import io.bitchat.sim.report.Figure;
import io.bitchat.sim.report.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Checks that the delay grows with the logarithm of the number of nodes, and that the load per node does not grow. */
final class ScaleScenario {
    private static final int[] SIZES = {100, 1_000, 10_000};
    private static final int OBSERVED = 6;
    private static final int LIMIT_SECONDS = 120;

    private ScaleScenario() {}

    static Findings findings(GossipOptions options, Consumer<String> progress) {
        var figures = new ArrayList<Figure>();
        for (int size : SIZES) {
            progress.accept("%,d nodes".formatted(size));
            var result = new GossipSimulation(options.withNodes(size).withSeconds(options.warmUp(), OBSERVED)).run();
            describe(size, result, figures);
        }
        return new Findings(
                "growing groups, %d s each, seed %d".formatted(OBSERVED, options.seed()), figures, List.of());
    }

    private static void describe(int size, GossipResult result, List<Figure> figures) {
        var name = "%,d nodes: ".formatted(size);
        var key = "scale_" + size + "_";
        figures.add(Figure.of(
                name + "to the last, median", key + "to_last_p50_ms", TableScenario.ms(result.toLast(), 0.5), " ms"));
        figures.add(
                Figure.of(name + "sent per node", key + "node_bytes_per_s", result.bytesPerNodeAndSecond(), " B/s"));
        figures.add(Figure.of(name + "delivered in the end", key + "delivered_percent", result.inTheEnd() * 100, " %")
                .atLeast(100)
                .published("all", "–"));
        figures.add(Figure.of(name + "real time", key + "run_s", result.seconds(), " s")
                .atMost(LIMIT_SECONDS));
    }
}
