package io.bitchat.messages;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * The lifecycle of a message. It only moves forward: pending → sent → delivered → read, and to failed before delivery.
 */
public enum Status {
    /** Accepted by a node that has not forwarded it yet. */
    PENDING,
    /** Stored and published. */
    SENT,
    /** Acknowledged by a device of the recipient. */
    DELIVERED,
    /** Seen by the recipient. */
    READ,
    /** Will not be delivered; the message carries the reason. */
    FAILED;

    /** Returns true if a message in this status may move to {@code next}. */
    public boolean mayBecome(Status next) {
        return switch (this) {
            case PENDING -> next != PENDING;
            case SENT -> next == DELIVERED || next == READ || next == FAILED;
            case DELIVERED -> next == READ;
            case READ, FAILED -> false;
        };
    }

    /** The name in the database and in JSON. */
    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Parses {@link #wire()}. */
    public static Status of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
