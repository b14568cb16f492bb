package io.bitchat.groups;

import io.bitchat.contracts.OpaqueCursor;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A position in the order in which this site delivered a group's messages. Clients keep it as an opaque string:
 * unpadded base64url of {@code g1:<sequence>}. Each position has exactly one text.
 *
 * @param sequence number of messages of the group up to and including this position
 */
public record GroupCursor(long sequence) {
    private static final Pattern TEXT = Pattern.compile("g1:(0|[1-9][0-9]{0,17})");
    private static final int MAX_TEXT_LENGTH = 32;

    public GroupCursor {
        if (sequence < 0) throw new IllegalArgumentException("sequence " + sequence + " is negative");
    }

    /** The opaque text of this cursor. */
    public String text() {
        return OpaqueCursor.encode("g1:" + sequence);
    }

    /** Reads what {@link #text()} wrote; empty for anything else. */
    public static Optional<GroupCursor> parse(String text) {
        return OpaqueCursor.decode(text, MAX_TEXT_LENGTH, place -> {
            var match = TEXT.matcher(place);
            return match.matches() ? Optional.of(new GroupCursor(Long.parseLong(match.group(1)))) : Optional.empty();
        });
    }
}
