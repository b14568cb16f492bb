package io.bitchat.sim.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Hosts that one thread looks after at a time. Within a stretch of time shorter than any link nothing that happens at one
 * host can matter to another, so each goes through all of its events alone, with its memory at hand. What they cause in
 * other shards is handed over when all shards have come to the end of the stretch.
 */
final class Shard {
    /** No event is as late. */
    static final long NEVER = Long.MAX_VALUE;

    private final int number;
    private final long shortestLink;
    private final List<Host> hosts = new ArrayList<>();
    private final List<List<Parcel>> outgoing;
    private long[] due = new long[16];
    private long now;

    /** Something for a host of another shard. */
    record Parcel(Host to, Event event) {}

    /** @param shards how many there are */
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

    /** No host reaches another sooner, microseconds. */
    long shortestLink() {
        return shortestLink;
    }

    void setNow(long micros) {
        now = micros;
    }

    /** An event was added to those of a host. */
    void expect(int seat, long at) {
        if (at < due[seat]) due[seat] = at;
    }

    /** Keeps something until the shard of the host it is for takes it. */
    void send(Shard to, Parcel parcel) {
        outgoing.get(to.number).add(parcel);
    }

    /** Takes what other shards have for this one. Each parcel says when it is due, so the order does not matter. */
    void takeFrom(List<Shard> shards) {
        for (var shard : shards) {
            var parcels = shard.outgoing.get(number);
            for (var parcel : parcels) parcel.to().arrive(parcel.event());
            parcels.clear();
        }
    }

    /** When the first event is due; {@link #NEVER} without any. */
    long firstDue() {
        long first = NEVER;
        for (int seat = 0; seat < hosts.size(); seat++) first = Math.min(first, due[seat]);
        return first;
    }

    /** Lets everything happen before a time. */
    void runBefore(long end) {
        for (int seat = 0; seat < hosts.size(); seat++) {
            if (due[seat] < end) due[seat] = hosts.get(seat).runBefore(end);
        }
    }
}
