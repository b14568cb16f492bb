package io.bitchat.bench.report;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One line of the table.
 *
 * @param sense whether a large or a small value is good, or the value only informs
 * @param must the value that must be reached, if there is one
 * @param aim the value worth reaching
 * @param floorName name of the machine's own figure for comparison; empty if there is none
 * @param floor the machine's own value in the same unit
 */
public record Figure(
        String name,
        String unit,
        Sense sense,
        double measured,
        OptionalDouble must,
        OptionalDouble aim,
        String floorName,
        OptionalDouble floor) {

    /** Which way is better. */
    enum Sense {
        SMALL,
        LARGE,
        INFORMS
    }

    public static Figure informs(String name, String unit, double measured) {
        return new Figure(
                name,
                unit,
                Sense.INFORMS,
                measured,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                "",
                OptionalDouble.empty());
    }

    public static Figure atMost(String name, String unit, double measured, double must) {
        return new Figure(
                name,
                unit,
                Sense.SMALL,
                measured,
                OptionalDouble.of(must),
                OptionalDouble.empty(),
                "",
                OptionalDouble.empty());
    }

    public static Figure atLeast(String name, String unit, double measured, double must) {
        return new Figure(
                name,
                unit,
                Sense.LARGE,
                measured,
                OptionalDouble.of(must),
                OptionalDouble.empty(),
                "",
                OptionalDouble.empty());
    }

    public Figure aim(double value) {
        return new Figure(name, unit, sense, measured, must, OptionalDouble.of(value), floorName, floor);
    }

    public Figure against(String what, double value) {
        return new Figure(name, unit, sense, measured, must, aim, what, OptionalDouble.of(value));
    }

    boolean missed() {
        return must.isPresent() && !reaches(must.getAsDouble());
    }

    /**
     * {@code ok}, {@code ok (aim)} if the aim is reached too, {@code missed}, or empty for a figure that only informs.
     */
    String verdict() {
        if (must.isEmpty()) {
            return "";
        }
        if (missed()) {
            return "missed";
        }
        return aim.isPresent() && reaches(aim.getAsDouble()) ? "ok (aim)" : "ok";
    }

    String ratio() {
        if (floor.isEmpty() || floor.getAsDouble() == 0) {
            return "";
        }
        return String.format(Locale.ROOT, "%.2f x %s", measured / floor.getAsDouble(), floorName);
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject().put("figure", name).put("unit", unit).put("measured", measured);
        must.ifPresent(value -> json.put("must", value).put("ok", !missed()));
        aim.ifPresent(value -> json.put("aim", value));
        floor.ifPresent(
                value -> json.put("floor", floorName).put("floor_value", value).put("ratio", measured / value));
        return json;
    }

    private boolean reaches(double bound) {
        return sense == Sense.LARGE ? measured >= bound : measured <= bound;
    }
}
