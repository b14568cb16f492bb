package io.bitchat.rooms.transfer;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** State of a transfer, or of the part that one receiver has in it. */
public sealed interface State {
    /** Offered, and not accepted yet. */
    record Pending() implements State {}

    /** Accepted; chunks may flow. */
    record Active() implements State {}

    /** Nothing flows until each cause is gone. */
    record Paused(Set<Cause> causes) implements State {
        public Paused {
            causes = causes.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(causes));
        }
    }

    /** The receiver has confirmed all chunks. */
    record Completed() implements State {}

    /** The service or a chunk was at fault. */
    record Failed(String reason) implements State {}

    /** A peer did not want it any more, or did nothing. */
    record Cancelled(String reason) implements State {}

    /** It took too long to be accepted, or to go on. */
    record Expired(String reason) implements State {}

    /** Why nothing flows. */
    enum Cause {
        /** The sender has paused. */
        SENDER,
        /** The receiver has paused. */
        RECEIVER,
        /** The receiver has no connection. */
        CONNECTION;

        /** The name that clients see. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether nothing follows this state. */
    default boolean isOver() {
        return switch (this) {
            case Pending(), Active(), Paused _ -> false;
            case Completed(), Failed _, Cancelled _, Expired _ -> true;
        };
    }

    /** The name that clients see. */
    default String wire() {
        return switch (this) {
            case Pending() -> "pending";
            case Active() -> "active";
            case Paused _ -> "paused";
            case Completed() -> "completed";
            case Failed _ -> "failed";
            case Cancelled _ -> "cancelled";
            case Expired _ -> "expired";
        };
    }

    /** The reason of an end without success; empty otherwise. */
    default String error() {
        return switch (this) {
            case Pending(), Active(), Paused _, Completed() -> "";
            case Failed(var reason) -> reason;
            case Cancelled(var reason) -> reason;
            case Expired(var reason) -> reason;
        };
    }
}
