package io.bitchat.gossip;

import java.time.Duration;

/**
 * Parameters of a node. docs/protocols/gossip.md, section 9, explains the effect of each.
 *
 * @param fanout number of neighbours to which a node pushes or announces each message, 1 to 32; more if the tree has
 *     more links
 * @param gossipInterval length of a round; ids for links outside the tree wait for its end and leave together
 * @param antiEntropyInterval interval at which a node compares its clock with a neighbour's
 * @param messageTtl hops after which a message is not pushed on, 1 to 255
 * @param degree number of links to keep to the nearest nodes found; at least {@code fanout}
 * @param roaming number of further links to nodes at random distances, which keep the overlay connected
 * @param passive number of contacts kept to replace broken links
 * @param silence time after which a neighbour that answers no ping counts as gone
 * @param recent number of messages kept in memory to answer pulls
 * @param waiting number of messages that may wait for their causes
 * @param lossy whether links lose frames, so that ids must follow pushed payloads; false over TCP
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
     * Factor by which maintenance of the overlay is rarer than over lossy links. Over reliable links the end of a link
     * is noticed at once, so there is less to find out, and each question to a node that is no neighbour costs a
     * connection.
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

    /** A copy with another fanout; raises the degree if needed. */
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

    /** @param near number of links to the nearest nodes found */
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

    /** A copy for links that lose frames, or for links that lose nothing, keep order and report when they break. */
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
