package io.bitchat.bench.report;

import io.bitchat.bench.report.Target.Group;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All targets with what was measured, and the conditions of the measurement: as text, as Markdown and as JSON.
 *
 * @param targets the rows, in their order
 * @param conditions name and value of each
 */
record TargetTable(List<Target> targets, Measurements measurements, Map<String, String> conditions) {
    private static final List<String> HEAD = List.of("figure", "ledger", "target", "measured", "verdict");

    /** How a target fared. */
    enum Verdict {
        MET("met"),
        MISSED("MISSED"),
        NOT_MEASURED("not measured");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }
    }

    Verdict verdict(Target target) {
        return target.in(measurements)
                .map(value -> target.bound().isMetBy(value) ? Verdict.MET : Verdict.MISSED)
                .orElse(Verdict.NOT_MEASURED);
    }

    boolean missedAny() {
        return targets.stream().anyMatch(target -> verdict(target) == Verdict.MISSED);
    }

    String text() {
        int[] widths = widths();
        var text = new StringBuilder(line(HEAD, widths));
        for (var group : Group.values()) {
            var rows = rows(group);
            if (rows.isEmpty()) continue;
            text.append('\n').append(group.title()).append('\n');
            rows.forEach(row -> text.append(line(row, widths)));
        }
        text.append("\nconditions\n");
        conditions.forEach((name, value) -> text.append("  %s: %s%n".formatted(name, value)));
        return text.toString();
    }

    private int[] widths() {
        var widths = HEAD.stream().mapToInt(String::length).toArray();
        for (var group : Group.values()) {
            for (var row : rows(group)) {
                for (int i = 0; i < widths.length; i++) {
                    widths[i] = Math.max(widths[i], row.get(i).length());
                }
            }
        }
        return widths;
    }

    private static String line(List<String> cells, int[] widths) {
        var line = new StringBuilder("  ");
        for (int i = 0; i < widths.length; i++) {
            line.append(String.format(Locale.ROOT, "%-" + (widths[i] + 2) + "s", cells.get(i)));
        }
        return line.toString().stripTrailing() + '\n';
    }

    String markdown() {
        var text = new StringBuilder(
                "| Figure | Ledger | Target | Measured | Verdict |\n| --- | --- | --- | --- | --- |\n");
        for (var group : Group.values()) {
            var rows = rows(group);
            if (rows.isEmpty()) continue;
            text.append("| **").append(group.title()).append("** | | | | |\n");
            rows.forEach(row -> text.append(row.stream().collect(Collectors.joining(" | ", "| ", " |\n"))));
        }
        text.append('\n');
        conditions.forEach((name, value) ->
                text.append("- ").append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }

    JsonObject json() {
        var rows = new JsonArray();
        for (var target : targets) {
            var row = new JsonObject()
                    .put("group", target.group().name().toLowerCase(Locale.ROOT))
                    .put("figure", target.title())
                    .put("ledger", target.ledger())
                    .put("sign", target.bound().sign())
                    .put("target", target.bound().value())
                    .put("unit", target.bound().unit())
                    .put("verdict", verdict(target).name().toLowerCase(Locale.ROOT));
            target.in(measurements).ifPresent(value -> row.put("measured", value));
            rows.add(row);
        }
        var facts = new JsonObject();
        conditions.forEach(facts::put);
        return new JsonObject().put("rows", rows).put("conditions", facts);
    }

    private List<List<String>> rows(Group group) {
        return targets.stream()
                .filter(target -> target.group() == group)
                .map(this::row)
                .toList();
    }

    private List<String> row(Target target) {
        Optional<Double> value = target.in(measurements);
        return Arrays.asList(
                target.title(),
                target.ledger().isEmpty() ? "-" : target.ledger(),
                target.bound().text(),
                value.map(target.bound()::text).orElse("-"),
                verdict(target).text);
    }
}
