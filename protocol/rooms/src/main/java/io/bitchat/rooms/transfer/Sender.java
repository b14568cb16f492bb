package io.bitchat.rooms.transfer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The sender's end: its connection, its pause, and since when something is expected of it. */
final class Sender {
    final String peer;
    final Upload upload;

    boolean connected;
    boolean paused;
    /** Whether it works over HTTP, until it brings a chunk on a connection: it then has none to lose. */
    boolean byRequests;
    /** Begin of the grace; counts only once somebody has accepted. */
    @Nullable
    Instant lostAt;

    @Nullable
    Instant waitingSince;

    /** Whether it knows on this connection what is missing. */
    boolean told;

    Sender(String peer, Upload upload) {
        this.peer = peer;
        this.upload = upload;
    }

    void connect() {
        connected = true;
        lostAt = null;
        restart();
    }

    void lose(Instant now) {
        connected = false;
        lostAt = now;
        restart();
    }

    private void restart() {
        upload.voidCredits();
        waitingSince = null;
        told = false;
    }

    /** It has brought something: over HTTP it needs no connection, and is there nevertheless. */
    void acted(Instant now, Input.Way over) {
        waitingSince = null;
        byRequests = over == Input.Way.HTTP;
        if (!connected) lostAt = now;
    }

    /** @param flowing whether the transfer is active, for a receiver */
    void expect(boolean flowing, Instant now) {
        boolean expected = flowing && connected && upload.hasCredits() && !upload.isIn();
        if (!expected) waitingSince = null;
        else if (waitingSince == null) waitingSince = now;
    }
}
