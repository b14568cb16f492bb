package io.bitchat.transport.plan;

import io.bitchat.transport.ReasonCode;

/** What shall happen to a message. */
public sealed interface Verdict {
    /** Send it by the first candidate. */
    record Send() implements Verdict {}

    /** Keep it: a transport that can carry it may come. */
    record Queue(ReasonCode reason) implements Verdict {}

    /** Give it back to its sender: no transport could ever carry it, or it is strict. */
    record Refuse(ReasonCode reason) implements Verdict {}
}
