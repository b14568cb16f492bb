package io.bitchat.rooms.transfer;

import java.time.Instant;
import java.util.BitSet;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** One receiver's part in a transfer: its decision, state, position and credits. */
final class Delivery {
    final String peer;

    private State state = new State.Pending();
    private boolean accepted;
    private boolean store;
    private boolean paused;
    private boolean connected;
    /** Whether it collects its chunks over HTTP, and so has no connection to lose. */
    private boolean collects;

    private @Nullable Instant collectedAt;
    private final BitSet collected = new BitSet();

    private int confirmed;
    private int sent;
    /** Number of chunks that it may claim to have on a new connection. */
    private int highest;

    private int credits;
    /** Whether it has said on this connection what it has. */
    private boolean synced;

    private final BitSet repeated = new BitSet();
    private @Nullable Instant pausedAt;
    private @Nullable Instant waitingSince;

    Delivery(String peer, boolean connected) {
        this.peer = peer;
        this.connected = connected;
    }

    /** A part from before a restart. */
    Delivery(Snapshot.Receiver kept, int prefix, int chunks) {
        peer = kept.peer();
        state = kept.state();
        accepted = kept.accepted();
        store = kept.store();
        paused = state instanceof State.Paused(var causes) && causes.contains(State.Cause.RECEIVER);
        confirmed = Math.min(kept.confirmed(), prefix);
        sent = confirmed;
        // what was sent to it before the restart is not known
        highest = chunks;
        collects = kept.collects();
        collected.set(0, confirmed);
        pausedAt = kept.pausedAt();
    }

    Snapshot.Receiver snapshot() {
        return new Snapshot.Receiver(peer, state, accepted, store, collects, confirmed, pausedAt);
    }

    State state() {
        return state;
    }

    int confirmed() {
        return confirmed;
    }

    boolean isUndecided() {
        return state instanceof State.Pending;
    }

    /** Whether it has accepted, however it went on. */
    boolean hasAccepted() {
        return accepted;
    }

    /** Whether it has accepted and is not over. */
    boolean isRunning() {
        return accepted && !state.isOver();
    }

    boolean isActive() {
        return state instanceof State.Active;
    }

    boolean isPaused() {
        return paused;
    }

    boolean isConnected() {
        return connected;
    }

    boolean isStored() {
        return store;
    }

    @Nullable
    Instant pausedAt() {
        return pausedAt;
    }

    @Nullable
    Instant waitingSince() {
        return waitingSince;
    }

    void accept(Input.Accept move, Instant now) {
        accepted = true;
        state = new State.Active();
        store = move.store();
        if (move.over() == Input.Way.HTTP) collect(now);
    }

    /** Whether it gets its chunks on its connection. */
    boolean isFedBySocket() {
        return connected && synced;
    }

    /** From now on it collects its chunks over HTTP, until it gives credit on a connection. */
    void collect(Instant now) {
        collects = true;
        collectedAt = now;
        waitingSince = null;
    }

    /** A chunk was written to it over HTTP. */
    void collected(int index, Instant now) {
        if (!collects) return;
        collectedAt = now;
        collected.set(index);
        confirmed = Math.max(confirmed, collected.nextClearBit(0));
        sent = Math.max(sent, confirmed);
        highest = Math.max(highest, confirmed);
    }

    /** It was there at this time, for all that is known. */
    void touch(Instant now) {
        if (collects) collectedAt = now;
    }

    /** Time of its last request; null if it does not collect. */
    @Nullable
    Instant collectingSince() {
        return collects ? collectedAt : null;
    }

    void pause(boolean paused) {
        this.paused = paused;
    }

    void connect(boolean connected) {
        this.connected = connected;
        credits = 0;
        synced = false;
        sent = confirmed;
        waitingSince = null;
    }

    void end(State how) {
        state = how;
        credits = 0;
        waitingSince = null;
        pausedAt = null;
    }

    /** Works out whether anything is in its way. */
    void update(boolean senderPaused, Instant now) {
        if (!isRunning()) return;
        var causes = EnumSet.noneOf(State.Cause.class);
        if (senderPaused) causes.add(State.Cause.SENDER);
        if (paused) causes.add(State.Cause.RECEIVER);
        if (!connected && !collects) causes.add(State.Cause.CONNECTION);
        state = causes.isEmpty() ? new State.Active() : new State.Paused(causes);
        if (causes.isEmpty()) pausedAt = null;
        else if (pausedAt == null) pausedAt = now;
    }

    /** Takes credits and the position of the receiver; false if they are not possible. */
    boolean credit(long more, long position, int window) {
        if (!connected || more < 0 || more > window - credits) return false;
        if (position < (synced ? confirmed : 0) || position > (synced ? sent : highest)) return false;
        if (more > 0 || position != confirmed) waitingSince = null;
        if (!synced) sent = (int) position;
        synced = true;
        collects = false;
        confirmed = (int) position;
        credits += (int) more;
        return true;
    }

    /** Whether the receiver has the chunk of this index unconfirmed, so that it may ask for it again. */
    boolean mayRepeat(long index) {
        return synced && index >= confirmed && index < sent;
    }

    /** Sends again from this chunk on; false if that was done before for the same chunk. */
    boolean repeat(int index) {
        if (repeated.get(index)) return false;
        repeated.set(index);
        sent = index;
        return true;
    }

    /** Index of the next chunk to send; -1 if none may be sent. */
    int next(int available) {
        if (!isActive() || !synced || credits == 0 || sent >= available) return -1;
        credits--;
        highest = Math.max(highest, sent + 1);
        return sent++;
    }

    void expect(int available, Instant now) {
        boolean expected = isActive() && !collects && (sent > confirmed || credits == 0 && sent < available);
        if (!expected) waitingSince = null;
        else if (waitingSince == null) waitingSince = now;
    }
}
