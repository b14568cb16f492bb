package io.bitchat.gossip.broadcast;

import io.bitchat.gossip.Timer;
import io.bitchat.gossip.Turn;

/**
 * Schedules the end of rounds, when ids are announced. Rounds follow each other without a pause, whether or not there
 * are ids. Over reliable links ids matter only while the tree changes, so each round is twice as long as the one
 * before, until something is disturbed (as in Trickle, RFC 6206).
 */
final class Rounds {
    private static final int MOST_DOUBLINGS = 6;

    private final Turn turn;
    private final long phase;
    private int doublings;
    private boolean open;

    Rounds(Turn turn) {
        this.turn = turn;
        this.phase = turn.random().nextLong(1_000_000);
    }

    /** There are ids to announce at the end of the round. */
    void open() {
        if (open) return;
        open = true;
        turn.scheduleMicros(new Timer.RoundEnd(), untilEnd());
    }

    /** The round ends. */
    void end() {
        open = false;
        if (!turn.parameters().lossy()) doublings = Math.min(doublings + 1, MOST_DOUBLINGS);
    }

    /** Links or the tree changed: this round and the next ones are short. */
    void disturbed() {
        if (doublings == 0) return;
        doublings = 0;
        if (open) turn.scheduleMicros(new Timer.RoundEnd(), untilEnd());
    }

    private long untilEnd() {
        long interval = Math.max(1, turn.parameters().gossipInterval().toNanos() / 1_000) << doublings;
        return interval - (turn.micros() + phase) % interval;
    }
}
