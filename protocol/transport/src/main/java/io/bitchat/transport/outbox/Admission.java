package io.bitchat.transport.outbox;

import io.bitchat.transport.ReasonCode;

/** Whether the queue takes a message. */
public sealed interface Admission {
    /** Store it, report {@link Outbox#stored}, and only then acknowledge it. */
    record Store(Entry entry) implements Admission {}

    /** It is known; the same answer as before is due. If it is being stored, acknowledge it when that is done. */
    record Duplicate(Whereabouts where) implements Admission {}

    /** It is not taken. */
    record Refused(ReasonCode reason) implements Admission {}
}
