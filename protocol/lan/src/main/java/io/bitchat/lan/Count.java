package io.bitchat.lan;

/** Counters of a node, besides those of {@link io.bitchat.lan.wire.Refusal}. */
public enum Count {
    BEACONS_SENT,
    BEACONS_RECEIVED,
    /** Own beacons that came back by loopback. */
    BEACONS_OWN,
    PEERS_JOINED,
    PEERS_LEFT,
    DIALS,
    DIALS_FAILED,
    LINKS_OPENED,
    LINKS_LOST,
    LINES_SENT,
    LINES_RECEIVED,
    BYTES_SENT,
    BYTES_RECEIVED,
    /** Lines written here. */
    SAID,
    /** Lines shown here, own ones included. */
    DELIVERED,
    /** Shown before a line that was there already. */
    DELIVERED_LATE,
    RELAYED,
    /** Lines sent because somebody missed them. */
    RESENT,
    WANTS_SENT,
    /** Gaps in the numbers of a sender. */
    GAPS,
    /** Lines that nobody had any more. */
    LINES_MISSING,
    PINGS_SENT,
    PONGS_MISSED
}
