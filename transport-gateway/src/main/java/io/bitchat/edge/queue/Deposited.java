package io.bitchat.edge.queue;

import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.outbox.Whereabouts;

/** What became of a message that was put into the queue. */
public sealed interface Deposited {
    /** It is on the disk. This node answers for it from now on. */
    record Stored() implements Deposited {}

    /** It was here before. */
    record Duplicate(Whereabouts where) implements Deposited {}

    /** It is not here, and nothing of it is left. */
    record Refused(ReasonCode reason) implements Deposited {}
}
