package io.bitchat.sim.network;

/**
 * Something about to happen at a host. Two of one host never compare as equal, so their order does not depend on when
 * they became known there.
 *
 * @param at microseconds since the start
 * @param cause the number of the host that made it happen
 * @param count events that host had caused before
 */
record Event(long at, int cause, long count, Runnable work) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
        if (at != other.at) return Long.compare(at, other.at);
        return cause != other.cause ? Integer.compare(cause, other.cause) : Long.compare(count, other.count);
    }
}
