package io.bitchat.sim.gossip.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.sim.gossip.GossipOptions;
import io.bitchat.sim.gossip.GossipSimulation;
import io.bitchat.sim.network.LinkModel;
import io.bitchat.sim.report.Figure;
import io.bitchat.sim.report.Findings;
import io.bitchat.sim.report.ReportText;
import org.junit.jupiter.api.Test;

/** The guarantees of the protocol, checked by every build; all repetitions with {@code -Dbitchat.full=true}. */
class ScenarioTest {
    private static final long SEED = Long.getLong("bitchat.seed", 20_260_115);
    private static final boolean FULL = Boolean.getBoolean("bitchat.full");

    @Test
    void theTableIsMet() {
        assertMet(TableScenario.findings(GossipOptions.standard(SEED)));
    }

    @Test
    void aThirdOfAllFramesMayBeLost() {
        assertMet(LossScenario.findings(GossipOptions.standard(SEED).withSeconds(10, 20)));
    }

    @Test
    void halvesThatWereApartBecomeEqualAgain() {
        assertMet(PartitionScenario.findings(GossipOptions.standard(SEED)));
    }

    @Test
    void whatALiveNodeHeldSurvivesChurn() {
        assertMet(ChurnScenario.findings(GossipOptions.standard(SEED)));
    }

    @Test
    void nothingComesBeforeACause() {
        assertMet(CausalityScenario.findings(SEED, FULL ? 1_000 : 30, _ -> {}));
    }

    @Test
    void aThousandNodesTakeHardlyLongerThanAHundred() {
        var few = new GossipSimulation(GossipOptions.standard(SEED).withSeconds(10, 5)).run();
        var many = new GossipSimulation(
                        GossipOptions.standard(SEED).withNodes(1_000).withSeconds(10, 5))
                .run();

        assertThat(many.inTheEnd()).isEqualTo(1);
        assertThat(many.toLast().quantile(0.5)).isLessThan(3 * few.toLast().quantile(0.5));
        assertThat(many.bytesPerNodeAndSecond()).isLessThan(1.2 * few.bytesPerNodeAndSecond());
    }

    @Test
    void aSeedRepeatsARunExactly() {
        var options = GossipOptions.standard(SEED)
                .withNodes(30)
                .withSeconds(3, 5)
                .withLinks(LinkModel.standard().withJitter(30_000));

        var once = new GossipSimulation(options).run();
        var again = new GossipSimulation(options).run();
        var other = new GossipSimulation(options.withSeed(SEED + 1)).run();

        assertThat(again.counts()).isEqualTo(once.counts());
        assertThat(again.toLast().quantile(1)).isEqualTo(once.toLast().quantile(1));
        assertThat(other.counts()).isNotEqualTo(once.counts());
    }

    private static void assertMet(Findings findings) {
        assertThat(findings.figures()).as(ReportText.table(findings)).allMatch(Figure::met);
    }
}
