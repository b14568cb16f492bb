package io.bitchat.sim.report;

/**
 * One line of a report.
 *
 * @param name name for people
 * @param key name for programs, in snake_case
 * @param target target of the first design; {@code –} if it had none
 * @param reported value that the first design reported
 * @param must limit that holds now
 * @param value measured value, in {@code unit}
 * @param met whether the value meets the limit
 */
public record Figure(
        String name, String key, String target, String reported, String must, double value, String unit, boolean met) {

    /** A figure for information only. */
    public static Figure of(String name, String key, double value, String unit) {
        return new Figure(name, key, "–", "–", "–", value, unit, true);
    }

    public Figure atMost(double limit) {
        String limited = limit == 0 ? "0" : "≤ " + number(limit) + unit;
        return new Figure(name, key, target, reported, limited, value, unit, value <= limit);
    }

    public Figure atLeast(double limit) {
        return new Figure(name, key, target, reported, "≥ " + number(limit) + unit, value, unit, value >= limit);
    }

    /** With what the first design wanted and reported. */
    public Figure published(String wanted, String found) {
        return new Figure(name, key, wanted, found, must, value, unit, met);
    }

    String valueText() {
        return number(value) + unit;
    }

    private static String number(double value) {
        if (value == Math.rint(value)) return "%.0f".formatted(value);
        return value < 10 ? "%.3f".formatted(value).replaceAll("0+$", "") : "%.1f".formatted(value);
    }
}
