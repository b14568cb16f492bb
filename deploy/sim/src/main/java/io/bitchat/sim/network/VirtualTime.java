package io.bitchat.sim.network;

import java.time.Instant;
import java.util.PriorityQueue;

/** A clock that jumps from event to event. Microseconds since the start; events of one moment run in the order made. */
public final class VirtualTime {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long SECOND = 1_000_000;

    private final PriorityQueue<Event> events = new PriorityQueue<>(1 << 16);
    private long now;
    private long made;
    private long handled;

    private record Event(long at, long number, Runnable work) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
        }
    }

    /** Microseconds since the start. */
    public long now() {
        return now;
    }

    /** The wall clock of the simulated world. */
    public Instant instant() {
        return START.plusSeconds(now / SECOND).plusNanos(now % SECOND * 1_000);
    }

    /** Does something later. */
    public void after(long micros, Runnable work) {
        events.add(new Event(now + micros, made++, work));
    }

    /** Does something at a time, at once if that is past. */
    public void at(long micros, Runnable work) {
        after(Math.max(0, micros - now), work);
    }

    /** Lets everything happen up to and at a time. */
    public void runUntil(long micros) {
        while (!events.isEmpty() && events.peek().at() <= micros) {
            var event = events.poll();
            now = event.at();
            handled++;
            event.work().run();
        }
        now = micros;
    }

    /** Events so far. */
    public long handled() {
        return handled;
    }
}
