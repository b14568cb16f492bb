package io.bitchat.lan;

/** How far a line of this node got at once. */
public enum Route {
    /** Sent over a link to its receiver, or to at least one peer of its room. */
    LINK,
    /** Given to a neighbour that passes it on. */
    RELAY,
    /** Nobody is there; the line is sent when a receiver or a neighbour comes. */
    PENDING
}
