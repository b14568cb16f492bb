package io.bitchat.transport;

import java.util.Locale;

/** What a sender asks of the way of a message. */
public enum Privacy {
    /** Any way is good enough. */
    ANY,
    /** The most private transport is tried first; another one carries the message if that cannot. */
    PREFERRED,
    /** Only {@link PrivacyAchieved#ANONYMOUS}; never anything less, whatever happens. */
    REQUIRED;

    public boolean isMetBy(PrivacyAchieved achieved) {
        return this != REQUIRED || achieved == PrivacyAchieved.ANONYMOUS;
    }

    /** The name that clients use. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
