package io.bitchat.bench.report;

import java.util.Locale;

/**
 * The value that a figure must reach.
 *
 * @param sign {@code <}, {@code <=}, {@code >} or {@code >=}
 * @param unit unit of both values; empty for a count
 */
record Bound(String sign, double value, String unit) {
    static Bound below(double value, String unit) {
        return new Bound("<", value, unit);
    }

    static Bound atMost(double value, String unit) {
        return new Bound("<=", value, unit);
    }

    static Bound above(double value, String unit) {
        return new Bound(">", value, unit);
    }

    static Bound atLeast(double value, String unit) {
        return new Bound(">=", value, unit);
    }

    boolean isMetBy(double measured) {
        return switch (sign) {
            case "<" -> measured < value;
            case "<=" -> measured <= value;
            case ">" -> measured > value;
            default -> measured >= value;
        };
    }

    String text() {
        return sign + " " + text(value);
    }

    /** A value with the unit. */
    String text(double measured) {
        var format = measured == Math.rint(measured) ? "%,.0f" : measured < 10 ? "%.2f" : "%,.1f";
        return String.format(Locale.ROOT, format, measured) + (unit.isEmpty() ? "" : " " + unit);
    }
}
