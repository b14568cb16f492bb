package io.bitchat.lan.address;

import java.util.Optional;

/** IPv4 address as a number. Names are never resolved: only the four-part decimal form is read. */
public record Ipv4(int bits) {
    private static final int PARTS = 4;

    /** Parses {@code a.b.c.d} without leading zeros. */
    public static Optional<Ipv4> parse(String text) {
        if (text.length() > 15) return Optional.empty();
        var parts = text.split("\\.", -1);
        if (parts.length != PARTS) return Optional.empty();
        int bits = 0;
        for (var part : parts) {
            int value = part(part);
            if (value < 0) return Optional.empty();
            bits = bits << 8 | value;
        }
        return Optional.of(new Ipv4(bits));
    }

    /** @throws IllegalArgumentException if {@link #parse} would return empty */
    public static Ipv4 of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not an IPv4 address: " + text));
    }

    private static int part(String text) {
        if (text.isEmpty() || text.length() > 3 || text.length() > 1 && text.charAt(0) == '0') return -1;
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') return -1;
            value = value * 10 + c - '0';
        }
        return value <= 255 ? value : -1;
    }

    @Override
    public String toString() {
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    }
}
