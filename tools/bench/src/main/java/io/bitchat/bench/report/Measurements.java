package io.bitchat.bench.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Figures and conditions that other commands have reported as JSON. */
final class Measurements {
    /** The only figure that no command reports as such: it follows from the name of another. */
    private static final String LARGE_FILE = "size of the large file";

    private static final Pattern UPLOAD = Pattern.compile("upload (\\d+) ([GM])iB");
    private static final int MIB_PER_GIB = 1_024;

    private final Map<String, Double> figures = new LinkedHashMap<>();
    private final Map<String, String> conditions = new LinkedHashMap<>();

    /** Adds a report of {@code bench}. */
    void addBench(JsonObject report) {
        for (Object row : report.getJsonArray("figures", new JsonArray())) {
            var figure = (JsonObject) row;
            add(figure.getString("figure"), figure.getDouble("measured"));
        }
        for (var condition : report.getJsonObject("conditions", new JsonObject())) {
            conditions.put(condition.getKey(), String.valueOf(condition.getValue()));
        }
    }

    /** Adds a report of {@code sim}: names and numbers. */
    void addSim(JsonObject report) {
        for (var figure : report) {
            if (figure.getValue() instanceof Number number) add(figure.getKey(), number.doubleValue());
        }
    }

    private void add(String name, double measured) {
        figures.put(name, measured);
        var upload = UPLOAD.matcher(name);
        if (upload.matches()) {
            int unit = upload.group(2).equals("G") ? MIB_PER_GIB : 1;
            int mib = Integer.parseInt(upload.group(1)) * unit;
            // an upload is reported only after the file was got back and found to be the same; a short one proves
            // nothing
            if (mib >= MIB_PER_GIB) figures.put(LARGE_FILE, (double) mib);
        }
    }

    Optional<Double> find(Pattern name) {
        return figures.entrySet().stream()
                .filter(figure -> name.matcher(figure.getKey()).matches())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    Optional<String> condition(String name) {
        return Optional.ofNullable(conditions.get(name));
    }
}
