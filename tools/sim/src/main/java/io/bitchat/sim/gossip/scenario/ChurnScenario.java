package io.bitchat.sim.gossip.scenario;

import io.bitchat.gossip.PeerId;
import io.bitchat.sim.gossip.GossipOptions;
import io.bitchat.sim.gossip.GossipSimulation;
import io.bitchat.sim.gossip.GossipWorld;
import io.bitchat.sim.gossip.SimNode;
import io.bitchat.sim.report.Figure;
import io.bitchat.sim.report.Findings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Nodes leave for good, and new nodes with empty state replace them. */
public final class ChurnScenario {
    private static final long SECOND = 1_000_000;
    private static final long EVERY = 10 * SECOND;
    private static final int SHARE = 10;
    private static final int REST_PERIODS = 6;

    private final GossipOptions options;
    private final GossipSimulation simulation;
    private final GossipWorld world;
    private int replaced;

    private ChurnScenario(GossipOptions options) {
        this.options = options;
        this.simulation = new GossipSimulation(options);
        this.world = simulation.world();
    }

    public static Findings findings(GossipOptions options) {
        return new ChurnScenario(options).run();
    }

    private Findings run() {
        for (long at = simulation.begin(); at < simulation.end(); at += EVERY)
            world.time().at(at, this::replaceSome);
        world.time().runUntil(simulation.end());
        var heldByTheLiving = union();
        long period = options.parameters().antiEntropyInterval().toNanos() / 1_000;
        world.time().runUntil(simulation.end() + REST_PERIODS * period);
        return new Findings(
                "%d nodes, a tenth replaced every %d s, %d in all, seed %d"
                        .formatted(options.nodes(), EVERY / SECOND, replaced, options.seed()),
                List.of(
                        Figure.of(
                                        "held by a live node, lacking at another at last",
                                        "churn_lost",
                                        lacking(heldByTheLiving),
                                        "")
                                .atMost(0),
                        Figure.of(
                                        "deliveries before a cause",
                                        "churn_before_a_cause",
                                        simulation.ledger().beforeACause(),
                                        "")
                                .atMost(0)
                                .published("0", "–"),
                        Figure.of(
                                        "deliveries twice",
                                        "churn_twice",
                                        simulation.ledger().twice(),
                                        "")
                                .atMost(0)),
                List.of());
    }

    private void replaceSome() {
        int count = world.online().size() / SHARE;
        var leaving = new ArrayList<SimNode>();
        while (leaving.size() < count) {
            var node = world.anyOnline();
            if (!leaving.contains(node)) leaving.add(node);
        }
        leaving.forEach(world::crash);
        for (int i = 0; i < count; i++) world.start(world.add());
        replaced += count;
    }

    private Map<PeerId, Long> union() {
        var union = new HashMap<PeerId, Long>();
        for (var node : world.online()) {
            node.clock().entries().forEach((writer, entry) -> union.merge(writer, entry, Math::max));
        }
        return union;
    }

    private long lacking(Map<PeerId, Long> wanted) {
        long lacking = 0;
        for (var node : world.online()) {
            for (var entry : wanted.entrySet()) {
                lacking += Math.max(0, entry.getValue() - node.clock().get(entry.getKey()));
            }
        }
        return lacking;
    }
}
