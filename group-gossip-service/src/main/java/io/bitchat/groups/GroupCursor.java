package io.bitchat.groups;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("g1:" + sequence).getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads what {@link #text()} wrote; empty for anything else. */
    public static Optional<GroupCursor> parse(String text) {
        if (text.length() > MAX_TEXT_LENGTH) return Optional.empty();
        try {
            var match = TEXT.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII));
            if (!match.matches()) return Optional.empty();
            // the decoder also accepts padding and stray trailing bits; only the canonical text is a cursor
            return Optional.of(new GroupCursor(Long.parseLong(match.group(1))))
                    .filter(cursor -> cursor.text().equals(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
