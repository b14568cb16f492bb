package io.bitchat.sim.gossip;

/**
 * One line of a report.
 *
 * @param name what was measured, for people
 * @param key the same for programs, snake_case
 * @param target what the first design asked for, {@code –} where it was silent
 * @param reported what it said to have reached
 * @param must what it must be now
 * @param value measured, in {@code unit}
 * @param met whether the must is met
 */
record Figure(
        String name, String key, String target, String reported, String must, double value, String unit, boolean met) {

    static Figure atMost(
            String name, String key, String target, String reported, double limit, double value, String unit) {
        String must = limit == 0 ? "0" : "≤ " + number(limit) + unit;
        return new Figure(name, key, target, reported, must, value, unit, value <= limit);
    }

    static Figure atLeast(
            String name, String key, String target, String reported, double limit, double value, String unit) {
        return new Figure(name, key, target, reported, "≥ " + number(limit) + unit, value, unit, value >= limit);
    }

    /** Only for information. */
    static Figure of(String name, String key, double value, String unit) {
        return new Figure(name, key, "–", "–", "–", value, unit, true);
    }

    String valueText() {
        return number(value) + unit;
    }

    private static String number(double value) {
        if (value == Math.rint(value)) return "%.0f".formatted(value);
        return value < 10 ? "%.3f".formatted(value).replaceAll("0+$", "") : "%.1f".formatted(value);
    }
}
