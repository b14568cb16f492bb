package io.bitchat.groups.gossip;

import io.bitchat.gossip.Count;
import io.bitchat.gossip.GossipNode;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.wire.Packet;
import io.bitchat.groups.site.SiteLinks;
import java.util.Set;

/**
 * Lets sites pay for the work that they make: who sends what no honest site sends, or has much sent to it, is not read for
 * a while. The protocol bans neighbours for a minute; this holds for sites that are none as well.
 */
final class PeerScore {
    private static final Set<Count> RUBBISH =
            Set.of(Count.DROPPED_MALFORMED, Count.DROPPED_NOT_FOR_THIS_GROUP, Count.DROPPED_FORGED);
    private static final int REPLY = 0x21;
    /** Honest sites have that too, if rarely, and it was decrypted, if not verified. */
    private static final Set<Count> VAIN = Set.of(
            Count.DROPPED_NOT_A_MEMBER,
            Count.DROPPED_EQUIVOCATION,
            Count.DROPPED_WAITING_FULL,
            Count.DROPPED_CLOCK_SKEW,
            Count.DROPPED_REQUESTS);
    /** What nobody else can make an honest site send: it may cost much more than the work that it makes. */
    private static final Set<Count> OWN_DOING = Set.of(Count.DUPLICATE_PAYLOADS, Count.DROPPED_BANNED);
    /** Dropped unread, but decrypted. */
    private static final Set<Count> IDLE = Set.of(Count.DROPPED_FLOOD);

    private static final double RUBBISH_PRICE = 300;
    private static final double OWN_DOING_PRICE = 60;
    private static final double VAIN_PRICE = 20;
    private static final double IDLE_PRICE = 5;
    /** Read from the database, encrypted and sent: as much work as a message that comes. */
    private static final double REPLY_PRICE = 5;

    private static final double BYTES_PER_UNIT = 2_048;

    private final GossipNode node;
    private final SiteLinks links;
    private double before;

    PeerScore(GossipNode node, SiteLinks links) {
        this.node = node;
        this.links = links;
    }

    /** A frame of the site was handled. */
    void after(PeerId from) {
        double now = RUBBISH_PRICE * counted(RUBBISH)
                + OWN_DOING_PRICE * counted(OWN_DOING)
                + VAIN_PRICE * counted(VAIN)
                + IDLE_PRICE * counted(IDLE);
        if (now > before) links.charge(from, now - before);
        before = now;
    }

    private long counted(Set<Count> counts) {
        return counts.stream().mapToLong(node::counted).sum();
    }

    /** Something is sent to the site; replies are what it asked for. */
    void asked(PeerId to, Packet packet) {
        if (packet.head()[0] == REPLY) links.charge(to, REPLY_PRICE + packet.size() / BYTES_PER_UNIT);
    }
}
