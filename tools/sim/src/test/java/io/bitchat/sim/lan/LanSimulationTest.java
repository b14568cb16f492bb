package io.bitchat.sim.lan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.sim.lan.LanOptions.Shape;
import io.bitchat.sim.report.Figure;
import io.bitchat.sim.report.Findings;
import io.bitchat.sim.report.ReportText;
import org.junit.jupiter.api.Test;

/** The guarantees of the LAN mesh, checked by every build; for a full minute with {@code -Dbitchat.full=true}. */
class LanSimulationTest {
    private static final long SEED = Long.getLong("bitchat.seed", 20_260_115);
    private static final boolean FULL = Boolean.getBoolean("bitchat.full");

    private final LanOptions standard = LanOptions.standard(SEED).withSeconds(FULL ? 60 : 6);

    @Test
    void fiftyNodesShowTheSameLinesInTheSameOrder() {
        assertMet(new LanSimulation(standard).run());
    }

    @Test
    void soTheyDoWhenNothingComesInOrder() {
        assertMet(new LanSimulation(standard.withNodes(FULL ? 50 : 20).withDisorder()).run());
    }

    @Test
    void halvesThatWereApartHaveTheSameOrderAgain() {
        assertMet(new LanSimulation(
                        standard.withNodes(FULL ? 50 : 20).withSeconds(60).withShape(Shape.PARTITION))
                .run());
    }

    @Test
    void threeInAChainShowWhatTheEndsSay() {
        var findings = new LanSimulation(standard.withNodes(3).withShape(Shape.CHAIN)).run();

        assertMet(findings);
        assertThat(figure(findings, "relayed_per_line").value()).isBetween(0.3, 1.0);
    }

    @Test
    void aLongChainToo() {
        assertMet(new LanSimulation(standard.withNodes(8).withShape(Shape.CHAIN)).run());
    }

    @Test
    void nothingIsRelayedWhereAllReachAll() {
        var findings = new LanSimulation(standard.withNodes(10)).run();

        assertThat(figure(findings, "relayed_per_line").value()).isZero();
        assertThat(figure(findings, "resent_per_line").value()).isZero();
    }

    @Test
    void aSeedRepeatsARunExactly() {
        var options = standard.withNodes(10).withSeconds(5).withDisorder();

        var once = new LanSimulation(options).run();
        var again = new LanSimulation(options).run();

        assertThat(again).isEqualTo(once);
    }

    private static Figure figure(Findings findings, String key) {
        return findings.figures().stream()
                .filter(figure -> figure.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static void assertMet(Findings findings) {
        assertThat(findings.figures()).as(ReportText.table(findings)).allMatch(Figure::met);
    }
}
