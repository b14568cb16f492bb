package io.bitchat.edge.adapter;

/** How a send ended. */
public sealed interface SendResult {
    /** The receiver, or a node that keeps the message, has acknowledged it. */
    record Acknowledged() implements SendResult {}

    /**
     * It was not sent, or nobody knows.
     *
     * @param code of the transport, for traces
     */
    record Failed(String code) implements SendResult {}
}
