package io.bitchat.sim.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.sim.gossip.scenario.ChurnScenario;
import io.bitchat.sim.gossip.scenario.TableScenario;
import io.bitchat.sim.network.LinkModel;
import io.bitchat.sim.report.Findings;
import io.bitchat.sim.report.ReportText;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A seed repeats a run on any machine, whatever its number of processors. */
class ThreadsTest {
    private static final long SEED = Long.getLong("bitchat.seed", 20_260_115);

    private final GossipOptions options = GossipOptions.standard(SEED)
            .withNodes(60)
            .withSeconds(3, 12)
            .withLinks(LinkModel.standard().withJitter(30_000).withDuplicates(0.02));

    @Test
    void threeThreadsCountWhatOneCounts() {
        var one = new GossipSimulation(options.withThreads(1)).run();
        var three = new GossipSimulation(options.withThreads(3)).run();

        assertThat(three.counts()).isEqualTo(one.counts());
        assertThat(clocks(three)).isEqualTo(clocks(one));
    }

    @Test
    void threeThreadsReportWhatOneReports() {
        assertThat(report(TableScenario.findings(options.withThreads(3))))
                .isEqualTo(report(TableScenario.findings(options.withThreads(1))));
    }

    @Test
    void whileNodesComeAndGo() {
        assertThat(report(ChurnScenario.findings(options.withThreads(3))))
                .isEqualTo(report(ChurnScenario.findings(options.withThreads(1))));
    }

    @Test
    void thereIsAThreadForEveryFewHundredNodes() {
        assertThat(options.threadsInUse()).isEqualTo(1);
        assertThat(options.withNodes(10_000).threadsInUse()).isBetween(1, 4);
        assertThat(options.withThreads(3).threadsInUse()).isEqualTo(3);
    }

    private static List<String> clocks(GossipResult result) {
        return result.world().nodes().stream()
                .map(node -> node.clock().toString())
                .toList();
    }

    private static String report(Findings findings) {
        return ReportText.json(SEED, List.of(findings)) + ReportText.table(findings);
    }
}
