package io.bitchat.sim.network;

import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;

/** Carries frames between numbered nodes, or loses them. */
public final class VirtualNetwork {
    private final VirtualTime time;
    private final LinkModel links;
    private final RandomGenerator random;
    private final long seed;
    private BiPredicate<Integer, Integer> cut = (_, _) -> false;
    private long carried;
    private long bytes;

    public VirtualNetwork(VirtualTime time, LinkModel links, RandomGenerator random, long seed) {
        this.time = time;
        this.links = links;
        this.random = random;
        this.seed = seed;
    }

    /** Takes frames between nodes that {@code apart} tells apart. */
    public void cut(BiPredicate<Integer, Integer> apart) {
        cut = apart;
    }

    /** Joins all parts again. */
    public void heal() {
        cut = (_, _) -> false;
    }

    /** Carries a frame; {@code arrive} runs when and as often as it arrives. */
    public void send(int from, int to, int size, Runnable arrive) {
        carried++;
        bytes += size;
        if (cut.test(from, to) || links.loses(random)) return;
        long pair = (seed * 31 + Math.min(from, to)) * 0x9E3779B97F4A7C15L + Math.max(from, to);
        time.after(links.delay(pair, random), arrive);
        if (links.duplicates(random)) time.after(links.delay(pair, random), arrive);
    }

    /** Frames sent. */
    public long carried() {
        return carried;
    }

    /** Octets sent. */
    public long bytes() {
        return bytes;
    }
}
