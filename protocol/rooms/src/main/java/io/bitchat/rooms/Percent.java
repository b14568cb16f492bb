package io.bitchat.rooms;

/**
 * A share in percent with two decimals, rounded half up: 53.125 is 53.13.
 *
 * @param hundredths hundredths of a percent, 0 to 10,000
 */
public record Percent(int hundredths) {
    public Percent {
        if (hundredths < 0 || hundredths > 10_000) throw new IllegalArgumentException(hundredths + " hundredths");
    }

    /**
     * The share of so many chunks. Nothing of nothing is all of it.
     *
     * @throws IllegalArgumentException unless 0 ≤ part ≤ whole
     */
    public static Percent of(int part, int whole) {
        if (part < 0 || part > whole) throw new IllegalArgumentException(part + " of " + whole);
        if (whole == 0) return new Percent(10_000);
        return new Percent((int) ((part * 20_000L + whole) / (2L * whole)));
    }

    /** The number for JSON: the double that is nearest, which is written with at most two decimals. */
    public double value() {
        return hundredths / 100.0;
    }

    @Override
    public String toString() {
        return hundredths / 100 + "." + hundredths % 100 / 10 + hundredths % 10;
    }
}
