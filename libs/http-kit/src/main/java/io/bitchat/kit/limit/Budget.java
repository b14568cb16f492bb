package io.bitchat.kit.limit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is limited per peer and minute over all services. */
public enum Budget {
    REQUESTS,
    MESSAGES;

    /** The name in events. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The budget with this name; empty for one that a later release has added. */
    public static Optional<Budget> of(String wire) {
        return Arrays.stream(values())
                .filter(budget -> budget.wire().equals(wire))
                .findFirst();
    }
}
