package io.bitchat.jobs.acceptance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Target, measured, verdict: one line for each step and each figure. */
final class Scorecard {
    private final List<Row> rows = new ArrayList<>();

    void add(Row row) {
        rows.add(row);
    }

    boolean worksThroughout() {
        return rows.stream().filter(row -> row.target().isEmpty()).allMatch(Row::passed);
    }

    boolean reachesAllTargets() {
        return rows.stream().allMatch(Row::passed);
    }

    /** A table for people. */
    String text() {
        int name = width(rows.stream().map(Row::name).toList(), "row");
        int target = width(rows.stream().map(Row::target).toList(), "target");
        int measured = width(rows.stream().map(Row::measured).toList(), "measured");
        var format = "%-" + name + "s  %-" + target + "s  %-" + measured + "s  %s%n";
        var text = new StringBuilder(format.formatted("row", "target", "measured", "verdict"));
        for (var row : rows) {
            text.append(format.formatted(row.name(), row.target(), row.measured(), row.verdict()));
        }
        return text.toString();
    }

    private static int width(List<String> texts, String title) {
        return Math.max(
                title.length(), texts.stream().mapToInt(String::length).max().orElse(0));
    }

    /** The same for programs. */
    ObjectNode json() {
        var document = new ObjectMapper().createObjectNode();
        document.put("passed", reachesAllTargets());
        var array = document.putArray("rows");
        for (var row : rows) {
            array.addObject()
                    .put("row", row.name())
                    .put("target", row.target())
                    .put("measured", row.measured())
                    .put("verdict", row.verdict());
        }
        return document;
    }
}
