package io.bitchat.transport.failover;

import io.bitchat.transport.MessageKey;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.plan.Candidate;
import java.time.Instant;

/**
 * One attempt, for the trace of its message. An attempt that succeeds after it was given up has two entries.
 *
 * @param attempt from 1
 * @param by the transport, why it was chosen, and what privacy it gave
 * @param result {@code sent}, {@code send_failed}, {@code timed_out}, {@code transport_lost} or {@code superseded}
 * @param detail the transport's own code, at most {@value #MAX_DETAIL} characters; may be empty
 */
public record TraceEntry(
        MessageKey message, int attempt, Candidate by, ReasonCode result, String detail, Instant began, Instant ended) {
    /** Longer details are cut. */
    public static final int MAX_DETAIL = 200;

    public TraceEntry {
        detail = detail.substring(0, Math.min(detail.length(), MAX_DETAIL));
    }
}
