package io.bitchat.transport;

import java.util.Locale;

/** How much of something scarce, battery or money, a transport costs. Ordered from little to much. */
public enum Impact {
    LOW,
    MEDIUM,
    HIGH;

    /** The name that clients see, in lower case. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
