package io.bitchat.transport.outbox;

/** Who has taken a message over from this node, and answers for it from then on. */
public sealed interface Holder {
    /** Its receiver. */
    record Receiver() implements Holder {}

    /** A node that has stored it, to carry it further. */
    record Node(String name) implements Holder {}
}
