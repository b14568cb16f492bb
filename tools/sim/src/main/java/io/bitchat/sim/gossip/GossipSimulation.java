package io.bitchat.sim.gossip;

import io.bitchat.gossip.Count;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/** One run: nodes start, broadcast, are disturbed, and settle. */
public final class GossipSimulation {
    private static final long SECOND = 1_000_000;
    private static final long START_WITHIN = SECOND / 2;
    private static final int ANTI_ENTROPY_PERIODS_TO_REST = 3;

    private final GossipOptions options;
    private final Ledger ledger = new Ledger();
    private final GossipWorld world;
    private final SplittableRandom random;
    private final long begin;
    private final long end;

    public GossipSimulation(GossipOptions options) {
        this.options = options;
        this.world = new GossipWorld(options, ledger);
        this.random = new SplittableRandom(~options.seed());
        this.begin = options.warmUp() * SECOND;
        this.end = begin + options.seconds() * SECOND;
        ledger.observe(begin, end);
        world.startAll(START_WITHIN);
        scheduleBroadcasts();
    }

    private void scheduleBroadcasts() {
        long step = SECOND / options.rate();
        for (long at = 2 * START_WITHIN; at < end; at += step) {
            world.time().at(at, () -> world.anyOnline().publish(payload()));
        }
    }

    /** Random, so that payloads differ. */
    private byte[] payload() {
        var payload = new byte[options.payload()];
        random.nextBytes(payload);
        return payload;
    }

    public GossipWorld world() {
        return world;
    }

    public Ledger ledger() {
        return ledger;
    }

    /** Begin and end of the observation, in microseconds. */
    public long begin() {
        return begin;
    }

    public long end() {
        return end;
    }

    /** Runs without disturbances beyond those of the network, until everything has settled. */
    public GossipResult run() {
        long started = System.nanoTime();
        world.time().runUntil(begin);
        var before = world.counts();
        world.time().runUntil(end);
        var counts = difference(world.counts(), before);
        settle();
        return new GossipResult(options, ledger, world, counts, System.nanoTime() - started);
    }

    private void settle() {
        long period = options.parameters().antiEntropyInterval().toNanos() / 1_000;
        long limit = world.time().now() + ANTI_ENTROPY_PERIODS_TO_REST * period;
        while (!isAllDelivered() && world.time().now() < limit)
            world.time().runUntil(world.time().now() + SECOND);
    }

    /** Returns true if every message has reached every node; valid only for runs without churn. */
    public boolean isAllDelivered() {
        return ledger.deliveries() == (long) ledger.broadcasts() * (options.nodes() - 1);
    }

    public static Map<Count, Long> difference(Map<Count, Long> after, Map<Count, Long> before) {
        var difference = new EnumMap<Count, Long>(Count.class);
        after.forEach((count, value) -> difference.put(count, value - before.getOrDefault(count, 0L)));
        return difference;
    }
}
