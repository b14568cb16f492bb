package io.bitchat.bench.hostile;

import io.bitchat.bench.hostile.SitesFlow.Sample;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.suite.BenchSite;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * One attack in several rounds: quiet, under attack, quiet, and control, in which the attacker works as hard against a
 * sink. The machine's other load changes within minutes, so only neighbouring blocks are compared.
 */
final class HostileRounds {
    private static final double MUST = 1.20;
    private static final int SETTLE_SECONDS = 2;

    private final SitesFlow flow;
    private final AttackProcess attacker;
    private final BenchSite site;
    private final Plan plan;

    /**
     * Parameters of the measurement.
     *
     * @param seconds open-loop seconds of each block; half as many closed-loop seconds follow
     */
    record Plan(int seconds, int rounds, double perSecond, int inFlight) {}

    HostileRounds(SitesFlow flow, AttackProcess attacker, BenchSite site, Plan plan) {
        this.flow = flow;
        this.attacker = attacker;
        this.site = site;
        this.plan = plan;
    }

    void measure(Attack attack, Report report) {
        var quiet = new Sample();
        var hostile = new Sample();
        var control = new Sample();
        var before = site.counts();
        var effort = new ArrayList<AttackProcess.Effort>();
        block(quiet);
        for (int round = 0; round < plan.rounds(); round++) {
            attacker.attack(flow.groupId(), attack);
            block(hostile);
            var done = attacker.stop();
            effort.add(done);
            settle();
            block(quiet);
            attacker.control(flow.groupId(), attack, done.perSecond());
            block(control);
            effort.add(attacker.stop());
            settle();
            block(quiet);
        }
        report.add(figures(attack.title(), quiet, hostile, control));
        report.condition(attack.title() + ", the attacker", effort(effort));
        report.condition(
                attack.title() + ", processors idle",
                "quiet %.0f %%, under attack %.0f %%, attacker elsewhere %.0f %%"
                        .formatted(100 * quiet.idle, 100 * hostile.idle, 100 * control.idle));
        report.condition(attack.title() + ", counted", grown(before, site.counts()));
    }

    /** Runs unmeasured load after an attack, while the suite handles the frames that arrived before its end. */
    private void settle() {
        flow.block(new Sample(), plan.perSecond(), plan.inFlight(), SETTLE_SECONDS);
    }

    private void block(Sample sample) {
        flow.block(sample, plan.perSecond(), plan.inFlight(), plan.seconds());
    }

    private static List<Figure> figures(String name, Sample quiet, Sample hostile, Sample control) {
        var figures = new ArrayList<Figure>();
        for (double percent : new double[] {50, 95}) {
            double still = quiet.lastSocket.percentile(percent);
            double attacked = hostile.lastSocket.percentile(percent);
            double beside = control.lastSocket.percentile(percent);
            var what = "%s, last socket p%.0f".formatted(name, percent);
            figures.add(Figure.informs(what + ", quiet", "ms", still));
            figures.add(Figure.informs(what + ", under attack", "ms", attacked));
            figures.add(Figure.informs(what + ", attacker elsewhere", "ms", beside));
            figures.add(Figure.atMost(what + ", attack / quiet", "", attacked / still, MUST)
                    .against("attacker elsewhere / quiet", beside / still));
        }
        figures.add(Figure.informs(name + ", messages/s, quiet", "/s", quiet.perSecond));
        figures.add(Figure.informs(name + ", messages/s, under attack", "/s", hostile.perSecond));
        figures.add(Figure.atMost(name + ", throughput, quiet / attack", "", quiet.perSecond / hostile.perSecond, MUST)
                .against("quiet / attacker elsewhere", quiet.perSecond / control.perSecond));
        return figures;
    }

    private static String effort(List<AttackProcess.Effort> effort) {
        var text = new StringJoiner("; ");
        for (int i = 0; i < effort.size(); i++) {
            var one = effort.get(i);
            text.add(String.format(
                    Locale.ROOT,
                    "%s %,.0f frames/s with %.0f %% of a core",
                    i % 2 == 0 ? "attack" : "elsewhere",
                    one.perSecond(),
                    one.cpuPercent()));
        }
        return text.toString();
    }

    private static String grown(Map<String, Double> before, Map<String, Double> after) {
        var text = new StringJoiner(", ");
        after.forEach((name, count) -> {
            double by = count - before.getOrDefault(name, 0.0);
            if (by > 0) {
                text.add(String.format(Locale.ROOT, "%s %,.0f", name, by));
            }
        });
        return text.toString();
    }
}
