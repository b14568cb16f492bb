package io.bitchat.messages.receipts;

import io.bitchat.kit.auth.Access.Caller;
import io.bitchat.kit.auth.VerifiedToken;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.messages.Status;
import org.jspecify.annotations.Nullable;

/**
 * Someone says that a message arrived or was read.
 *
 * @param status {@code DELIVERED} or {@code READ}
 * @param caller must be allowed to act as the message's recipient
 * @param claimed who a caller without a token says it is; a group message has many recipients
 */
record Receipt(
        String messageId,
        Status status,
        Caller caller,
        @Nullable String claimed,
        TraceContext trace) {
    private static final String NOBODY = "";

    /** Who acts, as far as that is known; else the empty text, which is no peer's id. */
    String peerId() {
        return caller.token().map(VerifiedToken::subject).orElse(claimed == null ? NOBODY : claimed);
    }

    boolean isAnonymous() {
        return peerId().equals(NOBODY);
    }
}
