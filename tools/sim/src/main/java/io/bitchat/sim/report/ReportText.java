package io.bitchat.sim.report;

import java.util.List;
import java.util.Locale;

/** Formats findings as a table, and for programs. */
public final class ReportText {
    private static final String ROW = "  %-48s %-10s %-10s %-12s %12s  %s%n";

    private ReportText() {}

    public static String table(Findings findings) {
        var text = new StringBuilder(findings.title()).append(System.lineSeparator());
        if (!findings.figures().isEmpty()) {
            text.append(ROW.formatted("", "target", "reported", "must be", "is", ""));
            for (var figure : findings.figures()) text.append(row(figure));
        }
        findings.drawing().forEach(line -> text.append("  ").append(line).append(System.lineSeparator()));
        return text.toString();
    }

    private static String row(Figure figure) {
        return ROW.formatted(
                figure.name(),
                figure.target(),
                figure.reported(),
                figure.must(),
                figure.valueText(),
                figure.met() ? "" : "MISSED");
    }

    public static String json(long seed, List<Findings> all) {
        var text = new StringBuilder("{\"seed\":").append(seed);
        text.append(",\"met\":").append(all.stream().allMatch(Findings::allMet));
        for (var findings : all) {
            for (var figure : findings.figures()) {
                text.append(",\"%s\":%s".formatted(figure.key(), number(figure.value())));
            }
        }
        return text.append('}').toString();
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.4f", value);
    }
}
