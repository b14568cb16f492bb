package io.bitchat.sim.network;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * A clock that jumps from event to event, for hosts that several threads handle. Microseconds since the start.
 *
 * <p>Time advances in intervals no longer than the shortest link (conservative simulation, Chandy and Misra 1979), so
 * what hosts send each other in one interval arrives after it. The seed alone decides the order of events at each host,
 * and global actions run between intervals. A run therefore does not depend on the number of threads.
 */
public final class VirtualTime {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Shorter intervals, in microseconds, are not worth the synchronisation of threads. */
    private static final long LEAST_SHARED = 1_000;

    /** Several shards per thread, so that a delayed thread does not delay the others. */
    private static final int LANES_PER_THREAD = 4;

    private final long stretch;
    private final int threads;
    private final List<Shard> shards = new ArrayList<>();
    private final PriorityQueue<Action> actions = new PriorityQueue<>();
    private int hosts;
    private long planned;
    private long now;

    /** An action that concerns more than one host; actions of the same time run in the order of their creation. */
    private record Action(long at, long number, Runnable work) implements Comparable<Action> {
        @Override
        public int compareTo(Action other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
        }
    }

    /**
     * @param shortestLink shortest delay between two hosts, in microseconds
     * @param threads highest number of threads; one is used if links are too short to share the work
     */
    public VirtualTime(long shortestLink, int threads) {
        this.stretch = Math.max(1, shortestLink);
        this.threads = shortestLink < LEAST_SHARED ? 1 : threads;
        int count = this.threads == 1 ? 1 : this.threads * LANES_PER_THREAD;
        for (int i = 0; i < count; i++) shards.add(new Shard(i, count, shortestLink));
    }

    /** Adds a host. */
    public Host addHost(RandomGenerator dice) {
        int number = hosts++;
        return shards.get(number % shards.size()).add(number, dice);
    }

    /** The current time in microseconds since the start. */
    public long now() {
        return now;
    }

    /** Schedules a global action; at once if the time is past. It runs before the hosts' events of the same time. */
    public void at(long micros, Runnable work) {
        actions.add(new Action(Math.max(now, micros), planned++, work));
    }

    /** Runs all events up to and including a time. */
    public void runUntil(long micros) {
        try (var workers = new WorkerPool(shards, threads)) {
            for (long next = next(workers); next <= micros; next = next(workers)) {
                var action = actions.peek();
                if (action != null && action.at() == next) act(actions.remove());
                else go(workers, Math.min(next + stretch, Math.min(nextAction(), micros + 1)));
            }
        }
        setNow(micros);
    }

    /** The time of the next event or action. */
    private long next(WorkerPool workers) {
        workers.eachShard(shard -> shard.takeFrom(shards));
        long next = nextAction();
        for (var shard : shards) next = Math.min(next, shard.firstDue());
        return next;
    }

    private long nextAction() {
        var action = actions.peek();
        return action == null ? Shard.NEVER : action.at();
    }

    private void act(Action action) {
        setNow(action.at());
        action.work().run();
    }

    private static void go(WorkerPool workers, long end) {
        workers.eachShard(shard -> shard.runBefore(end));
    }

    private void setNow(long micros) {
        now = micros;
        shards.forEach(shard -> shard.setNow(micros));
    }
}
