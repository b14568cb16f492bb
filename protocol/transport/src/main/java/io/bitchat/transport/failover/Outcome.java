package io.bitchat.transport.failover;

import io.bitchat.transport.Message;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.plan.Candidate;
import java.util.List;

/** How a run ended. */
public sealed interface Outcome {
    /** A transport took the message over. */
    record Sent(int attempt, Candidate by) implements Outcome {}

    /** The message is replaced by these copies, each of which is planned and sent like any other message. */
    record FannedOut(Candidate by, List<Message> copies) implements Outcome {
        public FannedOut {
            copies = List.copyOf(copies);
        }
    }

    /** Not sent: keep the message for later. */
    record Queued(ReasonCode reason) implements Outcome {}

    /** Not sent, and not to be kept: the sender's mistake, or the message is strict. */
    record Refused(ReasonCode reason) implements Outcome {}

    /**
     * Not sent, and the failure is told at once, because failover is off. A message from the queue stays there.
     */
    record Failed(ReasonCode reason) implements Outcome {}

    /** Somebody cancelled the run. */
    record Cancelled() implements Outcome {}
}
