package io.bitchat.sim.network;

import java.time.Instant;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A machine of the simulated world: a clock, dice, and what is about to happen there. */
public final class Host {
    private final int number;
    private final RandomGenerator dice;
    private final Shard shard;
    private final int seat;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private @Nullable Event arrived;
    private long caused;

    /** @param seat its place in the shard */
    Host(int number, RandomGenerator dice, Shard shard, int seat) {
        this.number = number;
        this.dice = dice;
        this.shard = shard;
        this.seat = seat;
    }

    /** Which of all hosts it is, from 0. */
    public int number() {
        return number;
    }

    /** Microseconds since the start. */
    public long now() {
        return shard.now();
    }

    /** The wall clock. */
    public Instant instant() {
        return VirtualTime.START.plusNanos(shard.now() * 1_000);
    }

    /** Does something here later. */
    public void after(long micros, Runnable work) {
        var event = cause(micros, work);
        events.add(event);
        shard.expect(seat, event.at());
    }

    /**
     * Does something at another host later.
     *
     * @throws IllegalArgumentException if that is sooner than the shortest link allows: the other may be ahead already
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

    /** What the network does to the frames that leave here. */
    RandomGenerator dice() {
        return dice;
    }

    /** Notes something of another host. It is put in order when this host's memory is at hand. */
    void arrive(Event event) {
        event.setEarlier(arrived);
        arrived = event;
        shard.expect(seat, event.at());
    }

    /** @return when the next event is due that was not before {@code end} */
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
