package io.bitchat.lan.wire;

/** Why a datagram, a line or a link was refused; each is counted. docs/protocols/lan.md, section 8. */
public enum Refusal {
    /** More bytes than a datagram or line may have. */
    TOO_LONG,
    /** Not one JSON object in UTF-8 within the bounds of the reader. */
    NOT_JSON,
    MISSING_FIELD,
    WRONG_TYPE,
    /** A {@code type} of another protocol; chat on UDP too. */
    UNKNOWN_TYPE,
    BAD_PEER_ID,
    BAD_ADDRESS,
    BAD_TIMESTAMP,
    /** A value that is out of its range. */
    BAD_VALUE,
    /** A key without signature, or the reverse, or one of another length. */
    BAD_PROOF,
    /** A time too far from the own clock. */
    CLOCK_OFF,
    /** Outside of the networks of the interface that it came in on. */
    NOT_LOCAL,
    /** A beacon with an address that is not that of its sender. */
    NOT_THE_SENDERS,
    /** Older than what is known of this peer, or sent before it left. */
    OUTDATED,
    /** A signature that does not match. */
    FORGED,
    /** Another key than the one that was seen first. */
    KEY_CHANGED,
    /** A line without signature of a peer that signs. */
    UNSIGNED,
    /** More than a source or a link may send. */
    FLOOD,
    /** No room for another peer. */
    REGISTRY_FULL,
    /** A line in another peer's name that was not relayed. */
    FOREIGN_SENDER,
    /** The own id in somebody else's line. */
    OWN_ID,
    /** A line that was read before. */
    DUPLICATE,
    /** Relayed too often. */
    TOO_MANY_HOPS,
    /** Not for this peer, and nobody to pass it on to. */
    NOT_FOR_US,
    /** Too many lines wait for earlier ones. */
    WAITING_FULL,
    /** Too many links that have not said who they are. */
    TOO_MANY_STRANGERS,
    /** The link's peer is kept away for a while. */
    KEPT_AWAY
}
