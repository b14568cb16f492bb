package io.bitchat.gossip.broadcast;

import io.bitchat.gossip.Timer;
import io.bitchat.gossip.Turn;

/**
 * When ids leave. Rounds follow each other without a pause, whether or not there is anything to say in them. Over links
 * that lose nothing ids are needed only while the tree changes: there each round is twice as long as the one before, until
 * something is disturbed (as Trickle does, RFC 6206).
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

    /** There is something to tell at the end of the round. */
    void open() {
        if (open) return;
        open = true;
        turn.scheduleMicros(new Timer.RoundEnd(), untilEnd());
    }

    /** It ends. */
    void end() {
        open = false;
        if (!turn.parameters().lossy()) doublings = Math.min(doublings + 1, MOST_DOUBLINGS);
    }

    /** Something went another way than usual: rounds are short for a while, this one too. */
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
