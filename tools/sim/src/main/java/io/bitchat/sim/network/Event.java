package io.bitchat.sim.network;

import org.jspecify.annotations.Nullable;

/**
 * An event at a host. Two events of one host never compare as equal, so their order does not depend on the order of
 * their arrival.
 */
final class Event implements Comparable<Event> {
    private final long at;
    private final int cause;
    private final long count;
    private final Runnable work;
    private @Nullable Event earlier;

    /**
     * @param at time in microseconds since the start
     * @param cause number of the host that caused the event
     * @param count number of events that this host had caused before
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

    /** The event that arrived before this one and is not sorted yet; clears the reference. */
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
