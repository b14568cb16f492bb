package io.bitchat.sim.gossip;

import io.bitchat.gossip.GossipParameters;
import io.bitchat.sim.gossip.scenario.Scenario;
import io.bitchat.sim.network.LinkModel;
import io.bitchat.sim.report.Findings;
import io.bitchat.sim.report.Progress;
import io.bitchat.sim.report.ReportText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./bitchat sim gossip}. */
@Command(
        name = "gossip",
        description =
                "Groups of nodes that gossip, over a simulated network in virtual time. A seed repeats a run exactly.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class GossipCommand implements Callable<Integer> {
    private static final int SEED_RANGE = 1_000_000;

    @Parameters(arity = "0..*", description = "what to run: ${COMPLETION-CANDIDATES}; TABLE by default")
    List<Scenario> scenarios = List.of();

    @Option(names = "--all", description = "everything but the curves")
    boolean all;

    @Option(names = "--seed", description = "repeats a run; drawn and printed by default")
    @Nullable
    Long seed;

    @Option(names = "--seeds", description = "runs of the causality scenario, ${DEFAULT-VALUE} by default")
    int seeds = 100;

    @Option(
            names = "--threads",
            description = "threads of a run, at most 4 by default; makes no difference to its results")
    int threads;

    @Option(names = "--json", description = "one line for programs")
    boolean json;

    @Mixin
    Load load = new Load();

    @Mixin
    Network network = new Network();

    @Mixin
    Tuning tuning = new Tuning();

    /** Load: the nodes and their messages. */
    static final class Load {
        @Option(names = "--nodes", description = "nodes, ${DEFAULT-VALUE} by default")
        int nodes = 100;

        @Option(names = "--rate", description = "broadcasts per second, ${DEFAULT-VALUE} by default")
        int rate = 10;

        @Option(names = "--payload", description = "bytes of each, ${DEFAULT-VALUE} by default")
        int payload = 1_024;

        @Option(names = "--warm-up", description = "seconds before observation, ${DEFAULT-VALUE} by default")
        int warmUp = 10;

        @Option(names = "--seconds", description = "seconds of observation, ${DEFAULT-VALUE} by default")
        int seconds = 60;
    }

    /** Network conditions. */
    static final class Network {
        @Option(
                names = "--delay",
                split = "-",
                description = "shortest and longest delay of a link in ms, 20-80 by default")
        int[] delay = {20, 80};

        @Option(names = "--delay-per-frame", description = "draw the delay for each frame anew, not once for each link")
        boolean perFrame;

        @Option(names = "--jitter", description = "ms added to each frame at random, 0 by default; reorders")
        int jitter;

        @Option(names = "--loss", description = "per cent of frames lost, ${DEFAULT-VALUE} by default")
        double loss = 5;

        @Option(names = "--duplicate", description = "per cent of frames that arrive twice, 0 by default")
        double duplicate;

        LinkModel links() {
            if (delay.length != 2) throw new IllegalArgumentException("--delay takes two numbers, for example 20-80");
            return new LinkModel(
                    delay[0] * 1_000L, delay[1] * 1_000L, jitter * 1_000L, loss / 100, duplicate / 100, perFrame);
        }
    }

    /** Protocol parameters. */
    static final class Tuning {
        @Option(names = "--fanout", description = "neighbours that hear of a message, ${DEFAULT-VALUE} by default")
        int fanout = 3;

        @Option(names = "--gossip-interval", description = "ms of a round, ${DEFAULT-VALUE} by default")
        int gossipInterval = 100;

        @Option(names = "--anti-entropy-interval", description = "ms between comparisons, ${DEFAULT-VALUE} by default")
        int antiEntropyInterval = 5_000;

        @Option(names = "--message-ttl", description = "hops, ${DEFAULT-VALUE} by default")
        int messageTtl = 100;

        GossipParameters parameters() {
            return GossipParameters.defaults()
                    .withFanout(fanout)
                    .withGossipInterval(Duration.ofMillis(gossipInterval))
                    .withAntiEntropyInterval(Duration.ofMillis(antiEntropyInterval))
                    .withMessageTtl(messageTtl);
        }
    }

    @Override
    public Integer call() {
        var progress = new Progress(System.err, System.console() != null && !json);
        long from = seed == null ? ThreadLocalRandom.current().nextInt(SEED_RANGE) : seed;
        GossipOptions options;
        try {
            options = options(from);
        } catch (IllegalArgumentException wrong) {
            System.err.println("sim gossip: " + wrong.getMessage());
            return 2;
        }
        var findings = new ArrayList<Findings>();
        for (var scenario : chosen()) findings.addAll(scenario.run(options, seeds, progress));
        progress.done();
        if (json) System.out.println(ReportText.json(from, findings));
        else findings.forEach(each -> System.out.println(ReportText.table(each)));
        return findings.stream().allMatch(Findings::allMet) ? 0 : 1;
    }

    private List<Scenario> chosen() {
        if (!all) return scenarios.isEmpty() ? List.of(Scenario.TABLE) : scenarios;
        return List.of(
                Scenario.TABLE, Scenario.LOSS, Scenario.PARTITION, Scenario.CHURN, Scenario.SCALE, Scenario.CAUSALITY);
    }

    private GossipOptions options(long from) {
        return new GossipOptions(
                load.nodes,
                load.rate,
                load.payload,
                load.warmUp,
                load.seconds,
                from,
                network.links(),
                tuning.parameters(),
                threads);
    }
}
