package io.bitchat.messages;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The life of a message. It only moves forward: pending → sent → delivered → read, and to failed before delivery. */
public enum Status {
    /** Accepted by a node that has not handed it on yet. */
    PENDING,
    /** Stored and published. */
    SENT,
    /** Acknowledged by a device of the recipient. */
    DELIVERED,
    /** Seen by the recipient. */
    READ,
    /** Will not be delivered; the reason is beside it. */
    FAILED;

    /** Whether {@code next} may follow. */
    public boolean mayBecome(Status next) {
        return switch (this) {
            case PENDING -> next != PENDING;
            case SENT -> next == DELIVERED || next == READ || next == FAILED;
            case DELIVERED -> next == READ;
            case READ, FAILED -> false;
        };
    }

    /** As in the database and in JSON. */
    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #wire()}. */
    public static Status of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
