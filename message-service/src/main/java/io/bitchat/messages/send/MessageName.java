package io.bitchat.messages.send;

import io.bitchat.contracts.messages.MessageIds;
import java.util.List;

/**
 * The ids that a message may get (docs/adr/0014).
 *
 * @param wanted the id that it gets if no other message has it
 * @param otherwise the id that it gets otherwise; only this sender can produce it, and only for this recipient
 * @param isChosen whether the client chose it and may therefore send it again
 * @param isEcho whether it has a form that only the suite assigns; valid only for the sender it was assigned to
 */
record MessageName(String wanted, String otherwise, boolean isChosen, boolean isEcho) {
    /** An id that the server generated. */
    static MessageName random(String id) {
        return new MessageName(id, id, false, false);
    }

    /** An id that the client gave as {@code message_id}. */
    static MessageName chosen(String from, String to, String id) {
        return new MessageName(id, MessageIds.toPeer(from, to, id), true, MessageIds.isReserved(id));
    }

    /** An id derived from an {@code Idempotency-Key}. */
    static MessageName keyed(String from, String to, String id) {
        return new MessageName(id, MessageIds.toPeer(from, to, id), true, false);
    }

    List<String> all() {
        return List.of(wanted, otherwise);
    }
}
