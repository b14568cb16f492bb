package io.bitchat.lan.wire;

import java.util.Optional;

/**
 * Id of a peer: 1 to {@value #MAX_LENGTH} ASCII letters, digits and {@code ._@:+-}. Peers choose UUIDs. Ordered as text;
 * of two peers the smaller one dials.
 */
public record PeerId(String value) implements Comparable<PeerId> {
    public static final int MAX_LENGTH = 128;

    /** @throws IllegalArgumentException if {@link #parse} would return empty */
    public PeerId {
        if (!isId(value)) throw new IllegalArgumentException("not a peer id: " + value);
    }

    /** Parses an untrusted id. */
    public static Optional<PeerId> parse(String text) {
        return isId(text) ? Optional.of(new PeerId(text)) : Optional.empty();
    }

    private static boolean isId(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) return false;
        for (int i = 0; i < text.length(); i++) if (!isAllowed(text.charAt(i))) return false;
        return true;
    }

    private static boolean isAllowed(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "._@:+-".indexOf(c) >= 0;
    }

    @Override
    public int compareTo(PeerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
