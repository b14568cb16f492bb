package io.bitchat.gossip;

import java.time.Duration;

/**
 * What a node may be told to do differently. docs/protocols/gossip.md, section 9, tells what changes with each.
 *
 * @param fanout neighbours that a writer's message goes to, and links that a newcomer puts into the tree; 1 to 32
 * @param gossipInterval length of a round: ids for the other links wait for its end and leave together
 * @param antiEntropyInterval how often a node compares its clock with a neighbour's
 * @param messageTtl hops after which a message is not pushed on, 1 to 255
 * @param degree links a node keeps, the nearest it finds; at least {@code fanout}
 * @param roaming links besides, to nodes at random distances, which keep the overlay in one piece
 * @param passive contacts remembered for the day that a link breaks
 * @param silence after which a neighbour that answers no ping counts as gone
 * @param recent messages kept in memory for neighbours who ask for them
 * @param waiting messages that may wait for their causes
 * @param lossy whether links lose frames, so that the id of a payload follows it; not over TCP
 */
public record GossipParameters(
        int fanout,
        Duration gossipInterval,
        Duration antiEntropyInterval,
        int messageTtl,
        int degree,
        int roaming,
        int passive,
        Duration silence,
        int recent,
        int waiting,
        boolean lossy) {
    private static final int MAX_TTL = 255;
    private static final int RARITY_OF_CONNECTIONS = 4;

    public GossipParameters {
        if (fanout < 1 || fanout > 32) throw new IllegalArgumentException("fanout " + fanout + " is not 1 to 32");
        if (messageTtl < 1 || messageTtl > MAX_TTL) throw new IllegalArgumentException("ttl " + messageTtl);
        if (degree < fanout) throw new IllegalArgumentException("degree " + degree + " is below the fanout");
        if (roaming < 0 || passive < degree) throw new IllegalArgumentException("passive view below the degree");
        if (recent < 1 || waiting < 1) throw new IllegalArgumentException("no room for messages");
        if (!gossipInterval.isPositive() || !antiEntropyInterval.isPositive() || !silence.isPositive()) {
            throw new IllegalArgumentException("an interval that is not positive");
        }
    }

    /**
     * How many times rarer than over other links that is done which keeps the overlay up to date: where the end of a link
     * is noticed at once there is less to find out, and each question to somebody else costs a connection.
     */
    public int rarity() {
        return lossy ? 1 : RARITY_OF_CONNECTIONS;
    }

    /** The defaults: fanout 3, rounds of 0.1 s, anti-entropy every 5 s, 100 hops. */
    public static GossipParameters defaults() {
        return new GossipParameters(
                3,
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                100,
                8,
                1,
                60,
                Duration.ofSeconds(3),
                4_096,
                10_000,
                true);
    }

    /** These, with another fanout; the degree grows with it where it must. */
    public GossipParameters withFanout(int value) {
        return new GossipParameters(
                value,
                gossipInterval,
                antiEntropyInterval,
                messageTtl,
                Math.max(degree, value),
                roaming,
                passive,
                silence,
                recent,
                waiting,
                lossy);
    }

    public GossipParameters withGossipInterval(Duration value) {
        return new GossipParameters(
                fanout,
                value,
                antiEntropyInterval,
                messageTtl,
                degree,
                roaming,
                passive,
                silence,
                recent,
                waiting,
                lossy);
    }

    public GossipParameters withAntiEntropyInterval(Duration value) {
        return new GossipParameters(
                fanout, gossipInterval, value, messageTtl, degree, roaming, passive, silence, recent, waiting, lossy);
    }

    public GossipParameters withMessageTtl(int value) {
        return new GossipParameters(
                fanout,
                gossipInterval,
                antiEntropyInterval,
                value,
                degree,
                roaming,
                passive,
                silence,
                recent,
                waiting,
                lossy);
    }

    /** @param near links to the nearest nodes found */
    public GossipParameters withDegree(int near, int atRandom) {
        return new GossipParameters(
                fanout,
                gossipInterval,
                antiEntropyInterval,
                messageTtl,
                near,
                atRandom,
                Math.max(passive, near),
                silence,
                recent,
                waiting,
                lossy);
    }

    public GossipParameters withRecent(int value) {
        return new GossipParameters(
                fanout,
                gossipInterval,
                antiEntropyInterval,
                messageTtl,
                degree,
                roaming,
                passive,
                silence,
                value,
                waiting,
                lossy);
    }

    public GossipParameters withSilence(Duration value) {
        return new GossipParameters(
                fanout,
                gossipInterval,
                antiEntropyInterval,
                messageTtl,
                degree,
                roaming,
                passive,
                value,
                recent,
                waiting,
                lossy);
    }

    /** For links that lose nothing and keep order, and tell when they break. */
    public GossipParameters withLossy(boolean value) {
        return new GossipParameters(
                fanout,
                gossipInterval,
                antiEntropyInterval,
                messageTtl,
                degree,
                roaming,
                passive,
                silence,
                recent,
                waiting,
                value);
    }
}
