package io.bitchat.sim.lan;

import io.bitchat.sim.lan.LanOptions.Shape;
import io.bitchat.sim.report.Progress;
import io.bitchat.sim.report.ReportText;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./bitchat sim lan}. */
@Command(
        name = "lan",
        description = "Nodes of the LAN mesh, over a simulated network in virtual time. A seed repeats a run exactly.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class LanCommand implements Callable<Integer> {
    private static final int SEED_RANGE = 1_000_000;

    @Option(names = "--nodes", description = "nodes, ${DEFAULT-VALUE} by default")
    int nodes = 50;

    @Option(names = "--rate", description = "lines per second of all nodes together, ${DEFAULT-VALUE} by default")
    int rate = 10;

    @Option(names = "--seconds", description = "seconds in which lines are written, ${DEFAULT-VALUE} by default")
    int seconds = 60;

    @Option(names = "--loss", description = "per cent of beacons lost, ${DEFAULT-VALUE} by default")
    double loss = 5;

    @Option(names = "--duplicate", description = "some beacons arrive twice")
    boolean duplicate;

    @Option(names = "--reorder", description = "beacons overtake each other, and lines of different nodes do")
    boolean reorder;

    @ArgGroup
    Reach reach = new Reach();

    @Option(names = "--seed", description = "repeats a run; drawn and printed by default")
    @Nullable
    Long seed;

    @Option(names = "--json", description = "one line for programs")
    boolean json;

    /** Who can reach whom. */
    static final class Reach {
        @Option(names = "--partition", description = "two halves are apart in the middle third of the run")
        boolean partition;

        @Option(names = "--chain", description = "each node reaches only the one before and the one after it")
        boolean chain;

        Shape shape() {
            if (partition) return Shape.PARTITION;
            return chain ? Shape.CHAIN : Shape.MESH;
        }
    }

    @Override
    public Integer call() {
        var progress = new Progress(System.err, System.console() != null && !json);
        long from = seed == null ? ThreadLocalRandom.current().nextInt(SEED_RANGE) : seed;
        LanOptions options;
        try {
            options = new LanOptions(nodes, rate, seconds, loss / 100, duplicate, reorder, reach.shape(), from);
        } catch (IllegalArgumentException wrong) {
            System.err.println("sim lan: " + wrong.getMessage());
            return 2;
        }
        progress.accept("%d nodes, %d s".formatted(nodes, seconds));
        var findings = new LanSimulation(options).run();
        progress.done();
        System.out.println(json ? ReportText.json(from, List.of(findings)) : ReportText.table(findings));
        return findings.allMet() ? 0 : 1;
    }
}
