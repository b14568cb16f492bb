package io.bitchat.lan;

import io.bitchat.retry.Backoff;
import java.time.Duration;

/**
 * Parameters of a node. docs/protocols/lan.md, section 9, explains them.
 *
 * @param beaconInterval time between beacons
 * @param stale silence after which a peer is shown in grey
 * @param suspect silence after which a peer is probed
 * @param offline silence after which a peer is removed
 * @param pingInterval time between pings on a link
 * @param missedPongs number of pings in a row without an answer that close a link
 * @param dialTimeout time for a connection to open
 * @param grace time that the peer with the larger id leaves the other one to dial
 * @param backoff pauses between attempts to dial a peer
 * @param gapPatience time for which later lines wait for a missing one
 * @param clockTolerance largest difference of a time stamp from the own clock
 * @param hops number of nodes that may relay a line, at most 255
 * @param history number of lines kept
 * @param linesPerSecond number of lines that a link may bring per second; ten times as many at once
 */
public record LanParameters(
        Duration beaconInterval,
        Duration stale,
        Duration suspect,
        Duration offline,
        Duration pingInterval,
        int missedPongs,
        Duration dialTimeout,
        Duration grace,
        Backoff backoff,
        Duration gapPatience,
        Duration clockTolerance,
        int hops,
        int history,
        int linesPerSecond) {
    /** Peers beyond this number are counted, but the mesh is not made for them. */
    public static final int LARGE_MESH = 50;

    public static final int MAX_PEERS = 256;

    /** Addresses that a user may name. */
    public static final int MAX_CONTACTS = 64;

    public LanParameters {
        if (stale.compareTo(beaconInterval) <= 0 || suspect.compareTo(stale) <= 0 || offline.compareTo(suspect) <= 0)
            throw new IllegalArgumentException("beacon interval, stale, suspect and offline must ascend");
        if (missedPongs < 1 || hops < 1 || hops > 255 || history < 1 || linesPerSecond < 1)
            throw new IllegalArgumentException("a number out of range");
    }

    /** The published times: a beacon every 5 s, stale at 10 s, suspect at 15 s, offline at 30 s. */
    public static LanParameters defaults() {
        return new LanParameters(
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                3,
                Duration.ofSeconds(3),
                Duration.ofSeconds(2),
                Backoff.ofMillis(500, 30_000),
                Duration.ofSeconds(3),
                Duration.ofHours(24),
                8,
                4_096,
                2_000);
    }

    /** A copy that keeps another number of lines. */
    public LanParameters withHistory(int lines) {
        return new LanParameters(
                beaconInterval,
                stale,
                suspect,
                offline,
                pingInterval,
                missedPongs,
                dialTimeout,
                grace,
                backoff,
                gapPatience,
                clockTolerance,
                hops,
                lines,
                linesPerSecond);
    }
}
