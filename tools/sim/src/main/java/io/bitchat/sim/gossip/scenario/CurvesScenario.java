package io.bitchat.sim.gossip.scenario;

import io.bitchat.sim.gossip.GossipOptions;
import io.bitchat.sim.gossip.GossipSimulation;
import io.bitchat.sim.report.Findings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The effect of changing one parameter at a time. */
final class CurvesScenario {
    private static final int OBSERVED = 30;

    private CurvesScenario() {}

    static Findings findings(GossipOptions options, Consumer<String> progress) {
        var lines = new ArrayList<String>();
        lines.add("%-34s %10s %10s %10s %10s %10s"
                .formatted("", "last p50", "last p99", "in 500 ms", "duplicate", "control"));
        var defaults = options.parameters();
        for (int fanout : new int[] {1, 2, 3, 4, 6}) {
            add(lines, "fanout " + fanout, options.withParameters(defaults.withFanout(fanout)), progress);
        }
        for (int millis : new int[] {20, 50, 100, 200, 400}) {
            var changed = defaults.withGossipInterval(Duration.ofMillis(millis));
            add(lines, "round of " + millis + " ms", options.withParameters(changed), progress);
        }
        for (int degree : new int[] {4, 5, 6, 8, 10}) {
            add(lines, "degree " + degree, options.withParameters(defaults.withDegree(degree, 1)), progress);
        }
        lossesAndDelays(options, lines, progress);
        return new Findings(
                "one parameter at a time, %d s each, seed %d".formatted(OBSERVED, options.seed()), List.of(), lines);
    }

    private static void lossesAndDelays(GossipOptions options, List<String> lines, Consumer<String> progress) {
        var links = options.links();
        for (int percent : new int[] {0, 1, 5, 10, 20}) {
            add(lines, "loss of " + percent + " %", options.withLinks(links.withLoss(percent / 100.0)), progress);
        }
        add(lines, "20 ms of jitter, reordering", options.withLinks(links.withJitter(20_000)), progress);
        add(lines, "20-80 ms drawn for each frame", options.withLinks(links.withDelayPerFrame(true)), progress);
        add(lines, "2 % of frames arrive twice", options.withLinks(links.withDuplicates(0.02)), progress);
    }

    private static void add(List<String> lines, String what, GossipOptions options, Consumer<String> progress) {
        progress.accept(what);
        var result = new GossipSimulation(options.withSeconds(options.warmUp(), OBSERVED)).run();
        var toLast = result.toLast();
        lines.add("%-34s %7.0f ms %7.0f ms %8.2f %% %8.2f %% %8.2f %%"
                .formatted(
                        what,
                        TableScenario.ms(toLast, 0.5),
                        TableScenario.ms(toLast, 0.99),
                        result.inTime() * 100,
                        result.duplicates() * 100,
                        result.control() * 100));
    }
}
