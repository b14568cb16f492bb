package io.bitchat.lan.registry;

/** How recently a peer was heard. A peer that is offline is no longer in the registry. */
public enum Presence {
    /** Less than 10 s ago. */
    FRESH,
    /** 10 s ago or more. */
    STALE,
    /** 15 s ago or more: it is probed. */
    SUSPECT
}
