package io.bitchat.link;

/** Why a link ended, or why a connection never became one. Not told to the other side. */
public enum CloseReason {
    /** This side asked for it. */
    LOCAL,
    /** The caller has another link to the same node. */
    DUPLICATE,
    /** The caller found fault with what the node said in its frames. */
    MISBEHAVED,
    /** The other side closed. */
    REMOTE,
    /** The connection broke or could not be made. */
    SOCKET_ERROR,
    /** Nothing was heard for the idle timeout. */
    IDLE,
    /** The handshake took too long. */
    HANDSHAKE_TIMEOUT,
    /** A handshake message of another size than XX has, or with a payload. */
    HANDSHAKE_MALFORMED,
    /** A handshake message that was damaged, or made for another prologue or by somebody without the keys. */
    HANDSHAKE_NOT_AUTHENTIC,
    /** The policy does not trust the other side's key. */
    UNTRUSTED,
    /** The key is another than the one dialed for. */
    WRONG_PEER,
    /** As many links as the server may have are open. */
    TOO_MANY_LINKS,
    /** The oldest of too many unfinished handshakes made room for the newest. */
    CROWDED_OUT,
    /** A transport message shorter than its tag. */
    MESSAGE_MALFORMED,
    /** A transport message that was damaged, repeated or out of order. */
    MESSAGE_NOT_AUTHENTIC,
    /** A frame announced with more bytes than are allowed. */
    FRAME_TOO_LARGE,
    /** The listener threw an exception. */
    LISTENER_FAILED
}
