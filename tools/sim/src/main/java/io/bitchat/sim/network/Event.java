package io.bitchat.sim.network;

import org.jspecify.annotations.Nullable;

/**
 * Something about to happen at a host. Two of one host never compare as equal, so their order does not depend on when
 * they became known there.
 */
final class Event implements Comparable<Event> {
    private final long at;
    private final int cause;
    private final long count;
    private final Runnable work;
    private @Nullable Event earlier;

    /**
     * @param at microseconds since the start
     * @param cause the number of the host that made it happen
     * @param count events that host had caused before
     */
    Event(long at, int cause, long count, Runnable work) {
        this.at = at;
        this.cause = cause;
        this.count = count;
        this.work = work;
    }

    long at() {
        return at;
    }

    void happen() {
        work.run();
    }

    /** What arrived before it and is not in order yet either; it is not held any longer. */
    @Nullable
    Event takeEarlier() {
        var event = earlier;
        earlier = null;
        return event;
    }

    void setEarlier(@Nullable Event event) {
        earlier = event;
    }

    @Override
    public int compareTo(Event other) {
        if (at != other.at) return Long.compare(at, other.at);
        return cause != other.cause ? Integer.compare(cause, other.cause) : Long.compare(count, other.count);
    }
}
