package io.bitchat.sim.network;

/** Carries frames between hosts, or loses them. The sender's random generator decides. */
public final class VirtualNetwork {
    private final LinkModel links;
    private final long seed;
    private Cut cut = (_, _) -> false;

    /** Tells which pairs of hosts, by number, are partitioned. */
    @FunctionalInterface
    public interface Cut {
        boolean isBetween(int one, int other);
    }

    public VirtualNetwork(LinkModel links, long seed) {
        this.links = links;
        this.seed = seed;
    }

    /** Loses all frames between hosts that {@code apart} separates. */
    public void cut(Cut apart) {
        cut = apart;
    }

    /** Ends the partition. */
    public void heal() {
        cut = (_, _) -> false;
    }

    /** Carries a frame; {@code arrive} runs once per arrival. */
    public void send(Host from, Host to, Runnable arrive) {
        var dice = from.dice();
        if (cut.isBetween(from.number(), to.number()) || links.loses(dice)) return;
        long pair = pair(from.number(), to.number());
        from.reach(to, links.delay(pair, dice), arrive);
        if (links.duplicates(dice)) from.reach(to, links.delay(pair, dice), arrive);
    }

    private long pair(int one, int other) {
        return (seed * 31 + Math.min(one, other)) * 0x9E3779B97F4A7C15L + Math.max(one, other);
    }
}
