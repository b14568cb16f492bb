package io.bitchat.sim.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The hosts that one thread handles at a time. In an interval shorter than any link, events at one host cannot affect
 * another host. Each host therefore processes all its events of the interval alone, while its memory is in the cache.
 * Events for other shards are handed over when all shards have finished the interval.
 */
final class Shard {
    /** Later than any event. */
    static final long NEVER = Long.MAX_VALUE;

    private final int number;
    private final long shortestLink;
    private final List<Host> hosts = new ArrayList<>();
    private final List<List<Parcel>> outgoing;
    private long[] due = new long[16];
    private long now;

    /** An event for a host of another shard. */
    record Parcel(Host to, Event event) {}

    /** @param shards number of shards */
    Shard(int number, int shards, long shortestLink) {
        this.number = number;
        this.shortestLink = shortestLink;
        this.outgoing = new ArrayList<>(shards);
        for (int i = 0; i < shards; i++) outgoing.add(new ArrayList<>());
    }

    Host add(int hostNumber, RandomGenerator dice) {
        int seat = hosts.size();
        if (seat == due.length) due = Arrays.copyOf(due, seat * 2);
        due[seat] = NEVER;
        var host = new Host(hostNumber, dice, this, seat);
        hosts.add(host);
        return host;
    }

    long now() {
        return now;
    }

    /** The shortest delay between two hosts, in microseconds. */
    long shortestLink() {
        return shortestLink;
    }

    void setNow(long micros) {
        now = micros;
    }

    /** Records that an event was added to a host's queue. */
    void expect(int seat, long at) {
        if (at < due[seat]) due[seat] = at;
    }

    /** Keeps an event until the receiver's shard takes it. */
    void send(Shard to, Parcel parcel) {
        outgoing.get(to.number).add(parcel);
    }

    /**
     * Takes the events that other shards have for this one. Each carries its due time, so the order of taking does not
     * matter.
     */
    void takeFrom(List<Shard> shards) {
        for (var shard : shards) {
            var parcels = shard.outgoing.get(number);
            for (var parcel : parcels) parcel.to().arrive(parcel.event());
            parcels.clear();
        }
    }

    /** The time of the first event; {@link #NEVER} without any. */
    long firstDue() {
        long first = NEVER;
        for (int seat = 0; seat < hosts.size(); seat++) first = Math.min(first, due[seat]);
        return first;
    }

    /** Runs all events before {@code end}. */
    void runBefore(long end) {
        for (int seat = 0; seat < hosts.size(); seat++) {
            if (due[seat] < end) due[seat] = hosts.get(seat).runBefore(end);
        }
    }
}
