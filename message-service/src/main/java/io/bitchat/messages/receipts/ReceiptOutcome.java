package io.bitchat.messages.receipts;

import io.bitchat.messages.Status;

/** The result of a receipt. */
public sealed interface ReceiptOutcome {
    /** The message has this status now, or had it already. */
    record Noted(Status status) implements ReceiptOutcome {}

    /** There is no such message. */
    record UnknownMessage() implements ReceiptOutcome {}

    /** The caller is not the recipient. */
    record NotRecipient() implements ReceiptOutcome {}

    /** The message failed before; a receipt cannot revive it. */
    record TooLate(String failedReason) implements ReceiptOutcome {}
}
