package io.bitchat.rooms.wire;

import java.util.Locale;

/** Why a binary message is no chunk. */
public enum Fault {
    /** The first byte names another version or kind. */
    UNKNOWN_KIND,
    /** Shorter than a header and one byte. */
    TOO_SHORT,
    /** More content than a chunk may have. */
    TOO_LONG;

    /** The code that clients see. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
