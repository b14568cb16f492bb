package io.bitchat.lan;

/** Why a node closes a link. */
public enum CloseReason {
    /** The peer left. */
    LEFT,
    /** This node stops. */
    STOPPED,
    /** There is another link to this peer. */
    DUPLICATE,
    /** Another peer answered than the one that was dialled. */
    WRONG_PEER,
    /** The other side has the id of this node. */
    OWN_ID,
    /** The other side is outside of the local networks. */
    NOT_LOCAL,
    /** Nobody answered in time. */
    DIAL_TIMEOUT,
    /** Pings were not answered. */
    SILENT,
    /** The peer sent more than it may. */
    FLOODING,
    /** The peer sent too much that cannot be read. */
    MALFORMED,
    /** Both sides offer encryption, and the link is not encrypted. */
    PLAIN_REFUSED,
    /** The key of the link is not the peer's. */
    WRONG_KEY,
    /** Too many links have not said who they are. */
    TOO_MANY_STRANGERS,
    /** The peer is kept away for a while because of what it sent. */
    KEPT_AWAY,
    /** There is no room for another peer, or the peer could not prove who it is. */
    NOT_ADMITTED
}
