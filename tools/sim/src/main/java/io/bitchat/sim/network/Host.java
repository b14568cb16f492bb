package io.bitchat.sim.network;

import java.time.Instant;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A machine of the simulated world: a clock, a random generator, and a queue of events. */
public final class Host {
    private final int number;
    private final RandomGenerator dice;
    private final Shard shard;
    private final int seat;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private @Nullable Event arrived;
    private long caused;

    /** @param seat index of the host in its shard */
    Host(int number, RandomGenerator dice, Shard shard, int seat) {
        this.number = number;
        this.dice = dice;
        this.shard = shard;
        this.seat = seat;
    }

    /** The number of this host among all hosts, from 0. */
    public int number() {
        return number;
    }

    /** The current time in microseconds since the start. */
    public long now() {
        return shard.now();
    }

    /** The current time of the wall clock. */
    public Instant instant() {
        return VirtualTime.START.plusNanos(shard.now() * 1_000);
    }

    /** Schedules work at this host. */
    public void after(long micros, Runnable work) {
        var event = cause(micros, work);
        events.add(event);
        shard.expect(seat, event.at());
    }

    /**
     * Schedules work at another host.
     *
     * @throws IllegalArgumentException if the delay is below that of the shortest link, because the other host may be
     *     ahead already
     */
    void reach(Host other, long micros, Runnable work) {
        if (micros < shard.shortestLink()) throw new IllegalArgumentException("no link is as short as " + micros);
        var event = cause(micros, work);
        if (other.shard == shard) other.arrive(event);
        else shard.send(other.shard, new Shard.Parcel(other, event));
    }

    private Event cause(long micros, Runnable work) {
        return new Event(now() + micros, number, caused++, work);
    }

    /** Random generator for the network's effects on the frames of this host. */
    RandomGenerator dice() {
        return dice;
    }

    /** Adds an event that another host caused. It is sorted later, when this host's memory is in the cache. */
    void arrive(Event event) {
        event.setEarlier(arrived);
        arrived = event;
        shard.expect(seat, event.at());
    }

    /** @return the time of the next event that is due at {@code end} or later */
    long runBefore(long end) {
        for (var next = next(); next != null; next = next()) {
            if (next.at() >= end) return next.at();
            events.remove();
            shard.setNow(next.at());
            next.happen();
        }
        return Shard.NEVER;
    }

    private @Nullable Event next() {
        for (var event = arrived; event != null; event = event.takeEarlier()) events.add(event);
        arrived = null;
        return events.peek();
    }
}
