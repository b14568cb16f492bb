package io.bitchat.transport;

import java.util.Locale;

/** How many transports are tried at once. */
public enum Strategy {
    /** The best one; the next when it has failed. */
    SINGLE,
    /** All candidates, up to the limit of attempts; the first success wins, and the receiver drops duplicates. */
    RACE;

    /** The name that clients use. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
