package io.bitchat.edge.mesh;

/** Why a message that a peer has sent was dropped. */
public enum Drop {
    /** Too many wait to be taken. */
    FULL,
    /** A message frame for somebody else. */
    MISDIRECTED,
    /** For the suite, and this node has no open uplink. */
    NO_UPLINK,
    /** For the suite, and nobody proves who asks for that. */
    UNVERIFIED,
    /** For the suite, and written by somebody else than the peer that brings it. */
    NOT_THE_SENDERS,
    /** For a peer of this local network: the mesh itself relays to it. */
    LOCAL_RECEIVER,
    /** For everybody. */
    NO_UNICAST,
    /** This node has written it. */
    OWN
}
