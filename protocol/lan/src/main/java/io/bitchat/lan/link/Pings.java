package io.bitchat.lan.link;

import io.bitchat.lan.Count;
import io.bitchat.lan.Turn;

/** When a link is pinged, and when it has missed too many answers. */
final class Pings {
    private final Turn turn;

    Pings(Turn turn) {
        this.turn = turn;
    }

    /**
     * The first ping comes at a random time, so that links that opened together are not pinged together. It comes soon on
     * a link that was accepted: a plain peer may have nothing to say, and tells by its answer who it is.
     */
    void begin(Link link) {
        long interval = turn.parameters().pingInterval().toMillis();
        link.nextPing = link.id.dialled() ? turn.soon(interval / 2, interval) : turn.soon(interval / 10, interval / 5);
    }

    boolean isDue(Link link) {
        return link.state == Link.State.OPEN && turn.millis() >= link.nextPing;
    }

    /** Whether too many pings in a row had no answer; any line counts as one. To be asked once for each ping. */
    boolean isDead(Link link) {
        boolean missed = link.pingOpen && link.heard < link.pingSent;
        if (missed) turn.count(Count.PONGS_MISSED);
        link.missed = missed ? link.missed + 1 : 0;
        return link.missed >= turn.parameters().missedPongs();
    }

    void sent(Link link) {
        link.pingSent = turn.millis();
        link.pingOpen = true;
        long interval = turn.parameters().pingInterval().toMillis();
        link.nextPing = turn.soon(interval * 95 / 100, interval * 105 / 100);
        turn.count(Count.PINGS_SENT);
    }

    void answered(Link link) {
        if (link.pingOpen) link.roundTrip = turn.millis() - link.pingSent;
        link.pingOpen = false;
    }
}
