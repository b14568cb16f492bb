package io.bitchat.lan.wire;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * To whom a line speaks: a room, or with {@code @} and a peer id one peer.
 *
 * @param text as in a line: a room name without {@code #}, or {@code @peer}
 */
public record Target(String text) {
    public static final int MAX_ROOM_BYTES = 32;
    public static final Target GENERAL = new Target("general");

    /** @throws IllegalArgumentException if {@link #parse} would not return this text unchanged */
    public Target {
        if (!isTarget(text)) throw new IllegalArgumentException("neither a room nor a peer: " + text);
    }

    /**
     * Parses an untrusted target. A room has 1 to {@value #MAX_ROOM_BYTES} bytes of letters, digits and {@code ._+-}; a
     * leading {@code #} is left out.
     */
    public static Optional<Target> parse(String text) {
        var name = text.startsWith("#") ? text.substring(1) : text;
        return isTarget(name) ? Optional.of(new Target(name)) : Optional.empty();
    }

    public static Target to(PeerId peer) {
        return new Target("@" + peer.value());
    }

    private static boolean isTarget(String text) {
        if (text.startsWith("@")) return PeerId.parse(text.substring(1)).isPresent();
        return !text.isEmpty()
                && text.length() <= MAX_ROOM_BYTES
                && text.codePoints().allMatch(Target::isAllowed)
                && text.getBytes(StandardCharsets.UTF_8).length <= MAX_ROOM_BYTES;
    }

    private static boolean isAllowed(int c) {
        return Character.isLetterOrDigit(c) || "._+-".indexOf(c) >= 0;
    }

    /** The one peer that is spoken to; null for a room. */
    public @Nullable PeerId peer() {
        return text.startsWith("@") ? new PeerId(text.substring(1)) : null;
    }

    /** For a room an empty text, otherwise the peer's id: the lines of a sender to each are numbered on their own. */
    String audience() {
        return text.startsWith("@") ? text.substring(1) : "";
    }

    @Override
    public String toString() {
        return text;
    }
}
