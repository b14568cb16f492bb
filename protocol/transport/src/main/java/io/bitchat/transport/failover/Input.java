package io.bitchat.transport.failover;

import io.bitchat.transport.TransportId;

/** Events that a run handles. Attempts are named by their numbers. */
public sealed interface Input {
    /** The run begins. */
    record Started() implements Input {}

    /** The transport took the message over: its receiver, or a node that keeps it, has acknowledged it. */
    record Accepted(int attempt) implements Input {}

    /**
     * The transport could not send.
     *
     * @param detail the transport's own code, for traces
     */
    record Failed(int attempt, String detail) implements Input {}

    /** A transport was lost, whatever it was doing. */
    record Lost(TransportId transport) implements Input {}

    /** Time has passed; due when {@link Effect.Wake} says. */
    record Tick() implements Input {}

    /** The message need not be sent any more. */
    record Cancelled() implements Input {}
}
