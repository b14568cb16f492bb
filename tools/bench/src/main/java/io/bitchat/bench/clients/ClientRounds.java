package io.bitchat.bench.clients;

import io.bitchat.bench.clients.HonestLoad.Sample;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Latencies;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.suite.Driver;
import io.bitchat.bench.suite.OrderedProcess;
import io.bitchat.bench.suite.Processes;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** One attack by many clients in several rounds, between quiet blocks. Only neighbouring blocks are compared. */
public final class ClientRounds {
    private static final double MUST = 2;
    private static final int SETTLE_SECONDS = 3;
    /** A little more than the time in which all attackers connect. */
    private static final int ARRIVAL_SECONDS = 7;

    private final Driver driver;
    private final HonestLoad load;
    private final OrderedProcess attackers;
    private final Plan plan;

    /**
     * Parameters of the measurement.
     *
     * @param seconds length of each block
     * @param clients number of concurrent attackers
     */
    public record Plan(int seconds, int rounds, int clients) {}

    ClientRounds(Driver driver, HonestLoad load, OrderedProcess attackers, Plan plan) {
        this.driver = driver;
        this.load = load;
        this.attackers = attackers;
        this.plan = plan;
    }

    void measure(ClientAttack attack, Report report) {
        var quiet = new Sample();
        var arriving = new Sample();
        var attacked = new Sample();
        Map<String, Long> before = memory();
        Map<String, Long> during = before;
        List<String> done = new ArrayList<>();
        load.block(quiet, plan.seconds());
        for (int round = 0; round < plan.rounds(); round++) {
            attackers.obey(new JsonObject()
                    .put("order", "attack")
                    .put("attack", attack.name())
                    .put("count", plan.clients()));
            load.block(arriving, ARRIVAL_SECONDS);
            load.block(attacked, plan.seconds());
            during = memory();
            done.add(said(attackers.obey(new JsonObject().put("order", "stop"))));
            load.block(new Sample(), SETTLE_SECONDS);
            load.block(quiet, plan.seconds());
        }
        report.add(figures(attack.title(), quiet, arriving, attacked));
        report.condition(attack.title() + ", the attackers", String.join("; ", done));
        report.condition(attack.title() + ", memory", grown(before, during, memory()));
    }

    private Map<String, Long> memory() {
        return Processes.proportionalKb(driver.suite().pids());
    }

    private static List<Figure> figures(String name, Sample quiet, Sample arriving, Sample attacked) {
        var figures = new ArrayList<Figure>();
        figures.add(Figure.informs(name + ", send p95, while they arrive", "ms", arriving.sends.http.percentile(95)));
        compare(figures, name + ", send", quiet.sends.http, attacked.sends.http);
        compare(figures, name + ", to the socket", quiet.sends.socket, attacked.sends.socket);
        compare(figures, name + ", read over a new connection", quiet.reads, attacked.reads);
        figures.add(Figure.atMost(name + ", 503", "", unavailable(arriving) + unavailable(attacked), 0));
        figures.add(Figure.atMost(name + ", other errors", "", failed(arriving) + failed(attacked), 0));
        figures.add(Figure.informs(name + ", errors, quiet", "", unavailable(quiet) + failed(quiet)));
        return figures;
    }

    private static void compare(List<Figure> figures, String name, Latencies quiet, Latencies attacked) {
        for (double percent : new double[] {50, 95}) {
            var what = "%s p%.0f".formatted(name, percent);
            figures.add(Figure.informs(what + ", quiet", "ms", quiet.percentile(percent)));
            figures.add(Figure.informs(what + ", under attack", "ms", attacked.percentile(percent)));
        }
        figures.add(Figure.atMost(
                name + " p95, attack / quiet",
                "",
                attacked.percentile(95) / Math.max(0.001, quiet.percentile(95)),
                MUST));
    }

    private static long unavailable(Sample sample) {
        return sample.sends.unavailable + sample.readsUnavailable;
    }

    private static long failed(Sample sample) {
        return sample.sends.refused - sample.sends.unavailable + sample.readsFailed;
    }

    private static String said(JsonObject answer) {
        var text = new StringJoiner(", ");
        answer.getJsonObject("outcomes").forEach(outcome -> text.add(outcome.getKey() + " " + outcome.getValue()));
        return text.add("%.0f %% of a core".formatted(answer.getDouble("cpu_percent")))
                .toString();
    }

    private static String grown(Map<String, Long> before, Map<String, Long> during, Map<String, Long> after) {
        var text = new StringJoiner(", ");
        before.forEach((name, size) -> text.add("%s %,d, %,d, %,d MB"
                .formatted(
                        name, size / 1024, during.getOrDefault(name, 0L) / 1024, after.getOrDefault(name, 0L) / 1024)));
        return text + " (before, during, after)";
    }
}
