package io.bitchat.sim.gossip;

/** One message under observation. Microseconds. */
final class Broadcast {
    private final int writer;
    private final long at;
    private final int[] past;
    private int deliveries;
    private int inTime;
    private long last;

    /** @param past how many messages of each writer its own writer had delivered, itself included */
    Broadcast(int writer, long at, int[] past) {
        this.writer = writer;
        this.at = at;
        this.past = past;
    }

    int writer() {
        return writer;
    }

    long at() {
        return at;
    }

    int[] past() {
        return past;
    }

    /** @return the delay */
    long delivered(long now, long deadline) {
        long delay = now - at;
        deliveries++;
        if (delay <= deadline) inTime++;
        last = Math.max(last, delay);
        return delay;
    }

    /** Nodes it has reached, its writer not counted. */
    int deliveries() {
        return deliveries;
    }

    /** Those that it reached before the deadline. */
    int inTime() {
        return inTime;
    }

    /** How long it took to the last of them. */
    long last() {
        return last;
    }
}
