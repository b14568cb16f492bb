package io.bitchat.contracts.messages;

import io.bitchat.contracts.OpaqueCursor;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A position in the stream of messages that one peer receives. Clients treat it as an opaque string. It is the same in
 * socket frames, in REST and in {@link MessageEvent.Sent}.
 *
 * <p>The text is unpadded base64url of {@code m1:<position>}, at most 30 characters. Each position has exactly one
 * text, so equal texts mean equal positions.
 *
 * @param position number of messages received up to and including this position; 0 is the start of the stream
 */
public record Cursor(long position) {
    public static final Cursor START = new Cursor(0);

    private static final Pattern TEXT = Pattern.compile("m1:(0|[1-9][0-9]{0,18})");
    private static final int MAX_TEXT_LENGTH = 32;

    public Cursor {
        if (position < 0) throw new IllegalArgumentException("position " + position + " is negative");
    }

    /** The opaque text of this cursor. */
    public String text() {
        return OpaqueCursor.encode("m1:" + position);
    }

    /** Parses the result of {@link #text()}; empty for anything else. */
    public static Optional<Cursor> parse(String text) {
        return OpaqueCursor.decode(text, MAX_TEXT_LENGTH, place -> {
            var match = TEXT.matcher(place);
            return match.matches() ? Optional.of(new Cursor(Long.parseLong(match.group(1)))) : Optional.empty();
        });
    }
}
