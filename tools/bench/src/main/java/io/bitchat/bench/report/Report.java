package io.bitchat.bench.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** All figures and the conditions of their measurement, as a table or as JSON. */
public final class Report {
    private static final List<String> HEAD =
            List.of("figure", "must", "aim", "measured", "verdict", "ratio to the floor");

    private final List<Figure> figures = new ArrayList<>();
    private final Map<String, String> conditions = new LinkedHashMap<>();

    public void add(List<Figure> found) {
        figures.addAll(found);
    }

    public void condition(String name, String value) {
        conditions.put(name, value);
    }

    List<Figure> figures() {
        return List.copyOf(figures);
    }

    /** The value of a figure measured earlier in this run. */
    public OptionalDouble value(String name) {
        return figures.stream()
                .filter(figure -> figure.name().equals(name))
                .mapToDouble(Figure::measured)
                .findFirst();
    }

    /** Sets the machine's floor beside a figure if both were measured. */
    public void compare(String figure, String floorName, OptionalDouble floor) {
        floor.ifPresent(value ->
                figures.replaceAll(known -> known.name().equals(figure) ? known.against(floorName, value) : known));
    }

    public boolean missedAny() {
        return figures.stream().anyMatch(Figure::missed);
    }

    public JsonObject toJson() {
        var rows = new JsonArray();
        figures.forEach(figure -> rows.add(figure.toJson()));
        var facts = new JsonObject();
        conditions.forEach(facts::put);
        return new JsonObject().put("figures", rows).put("conditions", facts);
    }

    public String toTable() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        figures.forEach(figure -> rows.add(row(figure)));
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var text = new StringBuilder();
        rows.forEach(row -> appendRow(text, row, widths));
        text.append("\nconditions\n");
        conditions.forEach((name, value) ->
                text.append("  ").append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }

    private static void appendRow(StringBuilder text, List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(String.format(Locale.ROOT, "%-" + (widths[i] + 2) + "s", row.get(i)));
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static List<String> row(Figure figure) {
        String sign = figure.sense() == Figure.Sense.LARGE ? ">= " : "<= ";
        return List.of(
                figure.name(),
                bound(sign, figure.must()),
                bound(sign, figure.aim()),
                number(figure.measured()) + (figure.unit().isEmpty() ? "" : " " + figure.unit()),
                figure.verdict(),
                figure.ratio());
    }

    private static String bound(String sign, OptionalDouble value) {
        return value.isPresent() ? sign + number(value.getAsDouble()) : "";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value == Math.rint(value) || value >= 1_000 ? "%,.0f" : "%.2f", value);
    }
}
