package io.bitchat.sim.gossip.scenario;

import io.bitchat.sim.gossip.GossipOptions;
import io.bitchat.sim.gossip.GossipSimulation;
import io.bitchat.sim.gossip.GossipWorld;
import io.bitchat.sim.network.LinkModel;
import io.bitchat.sim.report.Figure;
import io.bitchat.sim.report.Findings;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** Many short runs on bad networks, each with its own seed; no run may deliver a message before one of its causes. */
final class CausalityScenario {
    private static final int NODES = 40;
    private static final int RATE = 15;
    private static final int SECONDS = 20;
    private static final long SECOND = 1_000_000;

    private CausalityScenario() {}

    private record Run(long seed, long deliveries, long beforeACause, long twice, long missing) {}

    static Findings findings(long firstSeed, int seeds, Consumer<String> progress) {
        var done = new AtomicInteger();
        var runs = LongStream.range(firstSeed, firstSeed + seeds)
                .parallel()
                .mapToObj(seed -> run(seed, progress, done, seeds))
                .toList();
        long deliveries = runs.stream().mapToLong(Run::deliveries).sum();
        var failed = runs.stream()
                .filter(run -> run.beforeACause() + run.twice() + run.missing() > 0)
                .map(Run::seed)
                .toList();
        return new Findings(
                "%,d seeds from %d with loss, reordering, duplicates, partitions and crashes: %,d deliveries"
                        .formatted(seeds, firstSeed, deliveries),
                List.of(
                        Figure.of(
                                        "deliveries before a cause",
                                        "causality_before_a_cause",
                                        sum(runs, Run::beforeACause),
                                        "")
                                .atMost(0)
                                .published("0", "0"),
                        Figure.of("deliveries twice", "causality_twice", sum(runs, Run::twice), "")
                                .atMost(0),
                        Figure.of("never delivered", "causality_missing", sum(runs, Run::missing), "")
                                .atMost(0),
                        Figure.of("deliveries", "causality_deliveries", deliveries, "")),
                failed.isEmpty() ? List.of() : List.of("seeds to look at: " + failed));
    }

    private static double sum(List<Run> runs, java.util.function.ToLongFunction<Run> figure) {
        return runs.stream().mapToLong(figure).sum();
    }

    private static Run run(long seed, Consumer<String> progress, AtomicInteger done, int of) {
        var dice = new SplittableRandom(seed);
        var links = LinkModel.standard()
                .withLoss(dice.nextDouble(0.3))
                .withJitter(dice.nextLong(100_000))
                .withDuplicates(dice.nextDouble(0.05));
        var options = GossipOptions.standard(seed)
                .withNodes(NODES)
                .withSeconds(1, SECONDS)
                .withLoad(RATE, 64)
                .withLinks(links);
        var simulation = new GossipSimulation(options);
        disturb(simulation.world(), dice);
        simulation.world().time().runUntil(simulation.end());
        level(simulation);
        progress.accept("%,d of %,d seeds".formatted(done.incrementAndGet(), of));
        var ledger = simulation.ledger();
        long missing = (long) ledger.broadcasts() * (NODES - 1) - ledger.deliveries();
        return new Run(seed, ledger.deliveries(), ledger.beforeACause(), ledger.twice(), missing);
    }

    private static void disturb(GossipWorld world, SplittableRandom dice) {
        int border = 1 + dice.nextInt(NODES - 1);
        long from = 3 * SECOND + dice.nextLong(8 * SECOND);
        world.time().at(from, () -> world.network().cut((one, other) -> one < border != other < border));
        world.time().at(from + dice.nextLong(8 * SECOND), world.network()::heal);
        for (int i = 0; i < 3; i++) {
            var node = world.nodes().get(dice.nextInt(NODES));
            long down = 2 * SECOND + dice.nextLong(12 * SECOND);
            world.time().at(down, () -> {
                if (node.isOnline()) world.crash(node);
            });
            world.time().at(down + dice.nextLong(4 * SECOND), () -> {
                if (!node.isOnline()) world.restart(node);
            });
        }
    }

    /** Waits up to a minute of virtual time for the messages that are still missing. */
    private static void level(GossipSimulation simulation) {
        var world = simulation.world();
        long limit = world.time().now() + 60 * SECOND;
        while (!simulation.isAllDelivered() && world.time().now() < limit) {
            world.time().runUntil(world.time().now() + SECOND);
        }
    }
}
