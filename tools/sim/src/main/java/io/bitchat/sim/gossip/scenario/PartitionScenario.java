package io.bitchat.sim.gossip.scenario;

import io.bitchat.gossip.Count;
import io.bitchat.sim.gossip.GossipOptions;
import io.bitchat.sim.gossip.GossipSimulation;
import io.bitchat.sim.gossip.GossipWorld;
import io.bitchat.sim.report.Figure;
import io.bitchat.sim.report.Findings;
import java.util.List;

/** Two halves keep broadcasting while partitioned, then reconnect. */
final class PartitionScenario {
    private static final long SECOND = 1_000_000;
    private static final long CUT = 30 * SECOND;
    private static final long LOOK_EVERY = SECOND / 10;
    private static final int PERIODS_ALLOWED = 2;
    private static final int GIVE_UP_PERIODS = 12;

    private final GossipOptions options;
    private final GossipSimulation simulation;
    private final GossipWorld world;
    private final long period;

    private PartitionScenario(GossipOptions options) {
        // the observation ends with the partition: nobody writes afterwards, so that the states can become equal
        this.options = options.withSeconds(options.warmUp(), (int) (CUT / SECOND));
        this.simulation = new GossipSimulation(this.options);
        this.world = simulation.world();
        this.period = options.parameters().antiEntropyInterval().toNanos() / 1_000;
    }

    static Findings findings(GossipOptions options) {
        return new PartitionScenario(options).run();
    }

    private Findings run() {
        int half = options.nodes() / 2;
        world.time().runUntil(simulation.begin());
        world.network().cut((one, other) -> one < half != other < half);
        world.time().runUntil(simulation.end());
        world.network().heal();
        long missing = missing();
        var before = world.counts();
        long healed = world.time().now();
        long limit = healed + GIVE_UP_PERIODS * period;
        while (!isLevel() && world.time().now() < limit)
            world.time().runUntil(world.time().now() + LOOK_EVERY);
        double took = (world.time().now() - healed) / (double) SECOND;
        var counts = GossipSimulation.difference(world.counts(), before);
        return findings(
                missing,
                took,
                counts.getOrDefault(Count.PAYLOAD_FRAME_BYTES, 0L),
                counts.getOrDefault(Count.CONTROL_FRAME_BYTES, 0L));
    }

    private Findings findings(long missing, double took, long payload, long control) {
        double needed = missing * (double) (options.payload() + 139);
        return new Findings(
                "%d nodes in two halves for %d s, %,d deliveries missing when it ends, seed %d"
                        .formatted(options.nodes(), CUT / SECOND, missing, options.seed()),
                List.of(
                        Figure.of("until all clocks are equal", "partition_healed_s", took, " s")
                                .atMost(PERIODS_ALLOWED * period / (double) SECOND),
                        Figure.of(
                                        "deliveries before a cause",
                                        "partition_before_a_cause",
                                        simulation.ledger().beforeACause(),
                                        "")
                                .atMost(0)
                                .published("0", "–"),
                        Figure.of(
                                        "deliveries twice",
                                        "partition_twice",
                                        simulation.ledger().twice(),
                                        "")
                                .atMost(0),
                        Figure.of(
                                "payload bytes sent per byte missing",
                                "partition_payload_ratio",
                                needed == 0 ? 0 : payload / needed,
                                ""),
                        Figure.of(
                                "control bytes per byte missing",
                                "partition_control_ratio",
                                needed == 0 ? 0 : control / needed,
                                "")),
                List.of());
    }

    private boolean isLevel() {
        var first = world.nodes().getFirst().clock();
        return world.nodes().stream().allMatch(node -> node.clock().equals(first));
    }

    private long missing() {
        long all = (long) simulation.ledger().broadcasts() * (options.nodes() - 1);
        return all - simulation.ledger().deliveries();
    }
}
