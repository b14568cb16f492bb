package io.bitchat.messages.send;

import io.bitchat.contracts.messages.MessageIds;
import java.util.List;

/**
 * What a message may be called (docs/adr/0014).
 *
 * @param wanted the id that it has where no other message has it
 * @param otherwise the id that it has else; nobody but this sender can give it, and only to this recipient
 * @param isChosen whether the client chose it and may therefore send it again
 * @param isEcho whether it has a form that only the suite gives: right for whoever was given it, and for nobody else
 */
record MessageName(String wanted, String otherwise, boolean isChosen, boolean isEcho) {
    /** What the server made up. */
    static MessageName random(String id) {
        return new MessageName(id, id, false, false);
    }

    /** What the client gave as {@code message_id}. */
    static MessageName chosen(String from, String to, String id) {
        return new MessageName(id, MessageIds.toPeer(from, to, id), true, MessageIds.isReserved(id));
    }

    /** What follows from an {@code Idempotency-Key}. */
    static MessageName keyed(String from, String to, String id) {
        return new MessageName(id, MessageIds.toPeer(from, to, id), true, false);
    }

    List<String> all() {
        return List.of(wanted, otherwise);
    }
}
