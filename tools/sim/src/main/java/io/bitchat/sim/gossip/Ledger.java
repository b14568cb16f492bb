package io.bitchat.sim.gossip;

import io.bitchat.gossip.Message;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Dot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Observes all deliveries from outside the nodes. It keeps the true past of each message as a full vector clock, and
 * checks at every delivery that this whole past was delivered there before.
 *
 * <p>Thread-safe. The counts do not depend on the order in which deliveries at different nodes are reported, provided
 * that the writer's own delivery is reported first.
 */
public final class Ledger {
    /** Deadline for a delivery, in microseconds. */
    static final long DEADLINE = 500_000;

    private final Map<Dot, Broadcast> broadcasts = new HashMap<>();
    private final Map<PeerId, Integer> writers = new HashMap<>();
    private final List<int[]> delivered = new ArrayList<>();
    private final Delays delays = new Delays();
    private long from;
    private long to = Long.MAX_VALUE;
    private long deliveries;
    private long beforeACause;
    private long twice;

    /** Restricts the delays to messages sent in this period. */
    void observe(long begin, long end) {
        from = begin;
        to = end;
    }

    synchronized void delivered(SimNode at, Message message, long now) {
        var header = message.header();
        int writer = writers.computeIfAbsent(header.writer(), _ -> writers.size());
        int[] mine = entries(at.number());
        var known = broadcasts.get(header.dot());
        if (known == null) {
            mine[writer]++;
            broadcasts.put(header.dot(), new Broadcast(writer, now, Arrays.copyOf(mine, writers.size())));
            return;
        }
        deliveries++;
        check(known, mine);
        mine[writer]++;
        long delay = known.delivered(now, DEADLINE);
        if (isObserved(known)) delays.add(delay);
    }

    /** Counts each writer with messages of this message's past that are missing here, and a repeated delivery. */
    private void check(Broadcast message, int[] mine) {
        var past = message.past();
        for (int i = 0; i < past.length; i++) {
            int needed = i == message.writer() ? past[i] - 1 : past[i];
            if (mine[i] < needed) beforeACause++;
        }
        if (mine[message.writer()] >= past[message.writer()]) twice++;
    }

    /** The entries of a node, with room for all writers seen so far. */
    private int[] entries(int node) {
        while (delivered.size() <= node) delivered.add(new int[0]);
        var entries = delivered.get(node);
        if (entries.length < writers.size()) {
            entries = Arrays.copyOf(entries, Math.max(writers.size(), entries.length * 2));
            delivered.set(node, entries);
        }
        return entries;
    }

    boolean isObserved(Broadcast broadcast) {
        return broadcast.at() >= from && broadcast.at() < to;
    }

    List<Broadcast> observed() {
        return broadcasts.values().stream().filter(this::isObserved).toList();
    }

    public Delays delays() {
        return delays;
    }

    public int broadcasts() {
        return broadcasts.size();
    }

    /** Number of deliveries at nodes other than the writer. */
    public long deliveries() {
        return deliveries;
    }

    /** Violations of causal order. */
    public long beforeACause() {
        return beforeACause;
    }

    public long twice() {
        return twice;
    }
}
