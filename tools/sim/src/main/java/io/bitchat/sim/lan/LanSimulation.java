package io.bitchat.sim.lan;

import io.bitchat.lan.Count;
import io.bitchat.sim.lan.LanOptions.Shape;
import io.bitchat.sim.report.Figure;
import io.bitchat.sim.report.Findings;
import java.util.List;

/** One run: nodes start, find each other, write lines, are disturbed, and settle. */
public final class LanSimulation {
    private static final long SECOND = 1_000_000;
    private static final long START_WITHIN = 2 * SECOND;
    private static final long WARM_UP = 5 * SECOND;
    private static final int SECONDS_TO_SETTLE = 90;
    private static final double PROMPT = 20;
    private static final double PUBLISHED_DELAY = 100;

    private final LanOptions options;
    private final LanLedger ledger;
    private final LanWorld world;
    private final long end;

    public LanSimulation(LanOptions options) {
        this.options = options;
        this.ledger = new LanLedger(options.nodes());
        this.world = new LanWorld(options, ledger);
        this.end = WARM_UP + options.seconds() * SECOND;
        for (var host : world.hosts()) host.startAfter(START_WITHIN * host.number() / options.nodes());
        scheduleLines();
        scheduleCuts();
    }

    private void scheduleLines() {
        for (int i = 0; i < options.lines(); i++) {
            int number = i;
            world.time().at(WARM_UP + number * SECOND / options.rate(), () -> world.any()
                    .say("line " + number));
        }
    }

    private void scheduleCuts() {
        switch (options.shape()) {
            case MESH -> {}
            case CHAIN -> world.cut((one, other) -> Math.abs(one - other) > 1);
            case PARTITION -> {
                int half = options.nodes() / 2;
                long third = (end - WARM_UP) / 3;
                ledger.observeUntil(WARM_UP + third);
                world.time().at(WARM_UP + third, () -> world.cut((one, other) -> one < half != other < half));
                world.time().at(WARM_UP + 2 * third, world::heal);
            }
        }
    }

    /** Runs until all nodes have all lines, or it is clear that they will not. */
    public Findings run() {
        world.time().runUntil(end);
        for (int i = 0; i < SECONDS_TO_SETTLE && !isSettled(); i++)
            world.time().runUntil(world.time().now() + SECOND);
        return new Findings(title(), figures(), List.of());
    }

    private boolean isSettled() {
        return ledger.shownPerNode().stream().allMatch(count -> count == options.lines()) && missingLinks() == 0;
    }

    private String title() {
        return "%d nodes, %s, %d lines/s for %d s, %.0f %% of beacons lost%s%s, seed %d"
                .formatted(
                        options.nodes(),
                        switch (options.shape()) {
                            case MESH -> "all in reach";
                            case PARTITION -> "two halves apart for %d s".formatted(options.seconds() / 3);
                            case CHAIN -> "in a chain";
                        },
                        options.rate(),
                        options.seconds(),
                        options.loss() * 100,
                        options.duplicate() ? ", some twice" : "",
                        options.reorder() ? ", out of order" : "",
                        options.seed());
    }

    private List<Figure> figures() {
        var discovery = ledger.discovery();
        double lines = Math.max(1, ledger.said());
        return List.of(
                Figure.of("discovery of a peer, p95", "discovery_p95_ms", ms(discovery.quantile(0.95)), " ms")
                        .atMost(1_000)
                        .published("< 5 s", "< 1 s"),
                Figure.of("pairs that found each other", "found_percent", percent(discovery.count(), pairs()), " %")
                        .atLeast(100)
                        .published("all", "–"),
                Figure.of("links that are missing", "links_missing", missingLinks(), "")
                        .atMost(0),
                Figure.of(
                                "one line to each node, p99",
                                "line_p99_ms",
                                ms(ledger.delays().quantile(0.99)),
                                " ms")
                        .atMost(options.reorder() ? PUBLISHED_DELAY : PROMPT)
                        .published("< 100 ms", "–"),
                Figure.of(
                        "one line to the last node, p99",
                        "last_p99_ms",
                        ms(ledger.toLast().quantile(0.99)),
                        " ms"),
                Figure.of("lines on all nodes", "everywhere_percent", everywhere(), " %")
                        .atLeast(100)
                        .published("all", "–"),
                Figure.of("nodes with another order", "other_order", otherOrder(), "")
                        .atMost(0)
                        .published("0", "–"),
                Figure.of("lines shown twice", "twice", ledger.twice(), "").atMost(0),
                Figure.of("lines before an earlier one of their sender", "sender_order", ledger.outOfOrder(), "")
                        .atMost(0),
                Figure.of("lines put in before later ones", "late_percent", late(), " %"),
                Figure.of("relayed per line", "relayed_per_line", world.counted(Count.RELAYED) / lines, ""),
                Figure.of("sent again per line", "resent_per_line", world.counted(Count.RESENT) / lines, ""),
                Figure.of("bytes per node and second", "bytes_per_node_second", bytesPerNodeAndSecond(), ""));
    }

    private double pairs() {
        if (options.shape() == Shape.CHAIN) return 2.0 * (options.nodes() - 1);
        return (double) options.nodes() * (options.nodes() - 1);
    }

    private double missingLinks() {
        return pairs() - world.hosts().stream().mapToInt(LanHost::links).sum();
    }

    private double everywhere() {
        long shown = ledger.shownPerNode().stream().mapToInt(count -> count).sum();
        return percent(shown, (double) options.lines() * options.nodes());
    }

    private double otherOrder() {
        var first = world.hosts().getFirst().transcript();
        return world.hosts().stream()
                .filter(host -> !host.transcript().equals(first))
                .count();
    }

    private double late() {
        return percent(world.counted(Count.DELIVERED_LATE), Math.max(1, world.counted(Count.DELIVERED)));
    }

    private double bytesPerNodeAndSecond() {
        double seconds = world.time().now() / (double) SECOND;
        return Math.rint(world.counted(Count.BYTES_SENT) / seconds / options.nodes());
    }

    private static double percent(double part, double whole) {
        return 100 * part / whole;
    }

    private static double ms(long micros) {
        return Math.round(micros / 100.0) / 10.0;
    }
}
