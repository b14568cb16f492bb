package io.bitchat.transport.failover;

import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.plan.Candidate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Actions that a run asks of its driver, carried out in list order. */
public sealed interface Effect {
    /** Hand the message to the transport, and report how that ends. */
    record Send(int attempt, Candidate by) implements Effect {}

    /** The attempt is given up: free what it holds. A later success may still be reported. */
    record Abandon(int attempt, TransportId transport) implements Effect {}

    /** Tick at this time; replaces an earlier one. */
    record Wake(Instant at) implements Effect {}

    /** An attempt has ended; for the trace of the message. */
    record Traced(TraceEntry entry) implements Effect {}

    /**
     * A transport has failed; for a warning in the log and a counter.
     *
     * @param to the transport that is tried instead; null if there is none
     */
    record Switched(
            TransportId from, ReasonCode reason, @Nullable TransportId to) implements Effect {}

    /** The run is over. Emitted once. */
    record Ended(Outcome outcome) implements Effect {}

    /** After the end without success, an attempt turned out to have succeeded: the message must not be sent again. */
    record ArrivedLate(int attempt, TransportId transport) implements Effect {}
}
