package io.bitchat.messages.send;

import io.bitchat.messages.StoredMessage;

/** The result of a send. */
sealed interface SendOutcome {
    /** Stored now. */
    record Accepted(StoredMessage message) implements SendOutcome {}

    /** Stored before under the same id; the answer is the same as the first time. */
    record Repeated(StoredMessage message) implements SendOutcome {}

    /** The id belongs to another message of this sender to this recipient. */
    record IdTaken(String messageId) implements SendOutcome {}

    /** The id has a form that only the suite assigns, and it was not assigned to this sender for this recipient. */
    record IdReserved(String messageId) implements SendOutcome {}

    /** The recipient has left the directory. */
    record PeerRetired(String peerId) implements SendOutcome {}

    /** In strict mode: the sender or the recipient is not in the directory. */
    record UnknownPeer(String peerId) implements SendOutcome {}
}
