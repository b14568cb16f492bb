package io.bitchat.link;

/** Reason why a link ended, or why a connection never became one. Not sent to the other side. */
public enum CloseReason {
    /** This side closed the link. */
    LOCAL,
    /** This side has another link to the same node. */
    DUPLICATE,
    /** The node's frames violated the protocol above. */
    MISBEHAVED,
    /** The other side does not read: the queue of the link is full. */
    NOT_READ,
    /** The other side closed. */
    REMOTE,
    /** The connection broke, or could not be opened. */
    SOCKET_ERROR,
    /** Nothing arrived for the idle timeout. */
    IDLE,
    /** The handshake took too long. */
    HANDSHAKE_TIMEOUT,
    /** A handshake message has a size that XX does not have, or contains a payload. */
    HANDSHAKE_MALFORMED,
    /** A handshake message was damaged, or was made for another prologue or by somebody without the keys. */
    HANDSHAKE_NOT_AUTHENTIC,
    /** The policy does not trust the other side's key. */
    UNTRUSTED,
    /** The key is not the one that was dialed for. */
    WRONG_PEER,
    /** The server has its maximum number of links. */
    TOO_MANY_LINKS,
    /** The oldest of too many unfinished handshakes was dropped for a new one. */
    CROWDED_OUT,
    /** A transport message is shorter than its tag. */
    MESSAGE_MALFORMED,
    /** A transport message was damaged, repeated or out of order. */
    MESSAGE_NOT_AUTHENTIC,
    /** A frame header announces more bytes than are allowed. */
    FRAME_TOO_LARGE,
    /** The listener threw an exception. */
    LISTENER_FAILED
}
