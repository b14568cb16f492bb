package io.bitchat.sim.gossip;

/** One observed message. Times in microseconds. */
final class Broadcast {
    private final int writer;
    private final long at;
    private final int[] past;
    private int deliveries;
    private int inTime;
    private long last;

    /**
     * @param past for each writer, the number of messages delivered at the sender before this one; the sender's own
     *     entry includes this one
     */
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

    /** @return the delay in microseconds */
    long delivered(long now, long deadline) {
        long delay = now - at;
        deliveries++;
        if (delay <= deadline) inTime++;
        last = Math.max(last, delay);
        return delay;
    }

    /** Number of nodes that it has reached, without its writer. */
    int deliveries() {
        return deliveries;
    }

    /** Number of nodes that it reached before the deadline. */
    int inTime() {
        return inTime;
    }

    /** Time to the last node that it reached. */
    long last() {
        return last;
    }
}
