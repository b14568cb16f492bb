package io.bitchat.transport.outbox;

import io.bitchat.transport.ReasonCode;

/** Where a message is, as far as this node knows. */
public sealed interface Whereabouts {
    /** This node does not know it, or not any more. */
    record Unknown() implements Whereabouts {}

    /** It is being stored; nobody was told that it is accepted. */
    record Storing() implements Whereabouts {}

    /** It waits here. */
    record Waiting(ReasonCode reason) implements Whereabouts {}

    /** A transport is trying to send it. */
    record InFlight() implements Whereabouts {}

    /** It has left. */
    record Gone(Finished finished) implements Whereabouts {}
}
