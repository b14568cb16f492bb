package io.bitchat.sim.network;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * A clock that jumps from event to event, for hosts that several threads look after. Microseconds since the start.
 *
 * <p>Time goes on in stretches no longer than the shortest link (a conservative simulation, Chandy and Misra 1979): what
 * hosts do to each other within one arrives after it. At each host things happen in an order that the seed alone
 * decides, and actions on the world as a whole happen between stretches, so a run does not depend on the number of threads.
 */
public final class VirtualTime {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Shorter stretches are not worth the waiting for each other, microseconds. */
    private static final long LEAST_SHARED = 1_000;

    /** More than one for each thread, so that a thread that is held up does not hold up the others. */
    private static final int LANES_PER_THREAD = 4;

    private final long stretch;
    private final int threads;
    private final List<Shard> shards = new ArrayList<>();
    private final PriorityQueue<Action> actions = new PriorityQueue<>();
    private int hosts;
    private long planned;
    private long now;

    /** Something that concerns more than one host; those of one moment in the order made. */
    private record Action(long at, long number, Runnable work) implements Comparable<Action> {
        @Override
        public int compareTo(Action other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
        }
    }

    /**
     * @param shortestLink no host reaches another sooner, microseconds
     * @param threads at most so many; one where links are too short to share the work
     */
    public VirtualTime(long shortestLink, int threads) {
        this.stretch = Math.max(1, shortestLink);
        this.threads = shortestLink < LEAST_SHARED ? 1 : threads;
        int count = this.threads == 1 ? 1 : this.threads * LANES_PER_THREAD;
        for (int i = 0; i < count; i++) shards.add(new Shard(i, count, shortestLink));
    }

    /** A new machine. */
    public Host addHost(RandomGenerator dice) {
        int number = hosts++;
        return shards.get(number % shards.size()).add(number, dice);
    }

    /** Microseconds since the start. */
    public long now() {
        return now;
    }

    /** Does something to the world at a time, at once if that is past, and before what hosts do at that time. */
    public void at(long micros, Runnable work) {
        actions.add(new Action(Math.max(now, micros), planned++, work));
    }

    /** Lets everything happen up to and at a time. */
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

    /** When something happens next. */
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
