package io.bitchat.transport;

import java.util.Locale;

/** How private the way of a message is, apart from the encryption of its content. Ordered from least to most. */
public enum PrivacyAchieved {
    /** Whoever taps a link sees sender and receiver. */
    NONE,
    /** Links are encrypted; the nodes on the way see sender and receiver. */
    ENCRYPTED,
    /** One of the relays may still see both ends. */
    PARTLY_ANONYMOUS,
    /** No relay sees both ends. */
    ANONYMOUS;

    /**
     * What a way achieves.
     *
     * @param anonymityLevel 0 to 3; worth nothing without encryption
     */
    public static PrivacyAchieved of(boolean encrypted, int anonymityLevel) {
        if (!encrypted) return NONE;
        return switch (anonymityLevel) {
            case 0, 1 -> ENCRYPTED;
            case 2 -> PARTLY_ANONYMOUS;
            case Capabilities.FULL_ANONYMITY -> ANONYMOUS;
            default -> throw new IllegalArgumentException("anonymity_level " + anonymityLevel);
        };
    }

    /** The name that clients see. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
