package io.bitchat.transport;

import java.util.Locale;

/** How urgent a message is. Ordered from least to most. */
public enum Priority {
    LOW,
    NORMAL,
    HIGH;

    /** The name that clients use. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
