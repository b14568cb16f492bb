package io.bitchat.messages.receipts;

import io.bitchat.kit.auth.Access.Caller;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.messages.Status;
import org.jspecify.annotations.Nullable;

/**
 * A statement that a message arrived or was read.
 *
 * @param status {@code DELIVERED} or {@code READ}
 * @param caller the caller, who must be allowed to act as the message's recipient
 * @param route how edge nodes have carried the message, if they have
 * @param claimed peer id that a caller without a token claims; needed because a group message has many recipients
 */
record Receipt(
        String messageId,
        Status status,
        Caller caller,
        @Nullable String claimed,
        @Nullable Route route,
        TraceContext trace) {
    private static final String NOBODY = "";

    /** The acting peer if known; otherwise the empty string, which is no valid peer id. */
    String peerId() {
        return caller.subject().orElse(claimed == null ? NOBODY : claimed);
    }

    boolean isAnonymous() {
        return peerId().equals(NOBODY);
    }
}
