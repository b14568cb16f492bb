package io.bitchat.messages.send;

import io.bitchat.messages.StoredMessage;

/** What became of a send. */
sealed interface SendOutcome {
    /** Stored now. */
    record Accepted(StoredMessage message) implements SendOutcome {}

    /** Stored before under the same id; the answer is the same as then. */
    record Repeated(StoredMessage message) implements SendOutcome {}

    /** The id belongs to another message of this sender to this recipient. */
    record IdTaken(String messageId) implements SendOutcome {}

    /** The id has a form that only the suite gives, and this sender was not given it for this recipient. */
    record IdReserved(String messageId) implements SendOutcome {}

    /** The recipient has left the directory. */
    record PeerRetired(String peerId) implements SendOutcome {}

    /** The recipient is not in the directory, and only those in it may be written to. */
    record UnknownPeer(String peerId) implements SendOutcome {}
}
