package io.bitchat.messages.receipts;

import io.bitchat.kit.auth.Access.Caller;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.messages.Status;

/**
 * Someone says that a message arrived or was read.
 *
 * @param status {@code DELIVERED} or {@code READ}
 * @param caller must be allowed to act as the message's recipient
 */
record Receipt(String messageId, Status status, Caller caller, TraceContext trace) {}
