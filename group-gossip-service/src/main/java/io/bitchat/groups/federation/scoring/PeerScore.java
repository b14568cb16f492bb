package io.bitchat.groups.federation.scoring;

import io.bitchat.gossip.Count;
import io.bitchat.gossip.GossipNode;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.wire.Packet;
import io.bitchat.groups.federation.link.SiteLinks;
import java.util.Set;

/**
 * Charges sites for the work they cause. A site that sends what no honest site sends, or has much sent to it, is not
 * read for a while. The protocol bans only neighbours, for a minute; this also covers sites that are not neighbours.
 */
public final class PeerScore {
    private static final Set<Count> RUBBISH =
            Set.of(Count.DROPPED_MALFORMED, Count.DROPPED_NOT_FOR_THIS_GROUP, Count.DROPPED_FORGED);
    private static final int REPLY = 0x21;
    /** Honest sites cause these too, but rarely. The frame was decrypted, though not always verified. */
    private static final Set<Count> VAIN = Set.of(
            Count.DROPPED_NOT_A_MEMBER,
            Count.DROPPED_EQUIVOCATION,
            Count.DROPPED_WAITING_FULL,
            Count.DROPPED_CLOCK_SKEW,
            Count.DROPPED_REQUESTS);
    /** No third party can make an honest site send these, so the price may be much higher than the cost of the work. */
    private static final Set<Count> OWN_DOING = Set.of(Count.DUPLICATE_PAYLOADS, Count.DROPPED_BANNED);
    /** The node dropped these unread, after the link had decrypted them. */
    private static final Set<Count> IDLE = Set.of(Count.DROPPED_FLOOD);

    private static final double RUBBISH_PRICE = 300;
    private static final double OWN_DOING_PRICE = 60;
    private static final double VAIN_PRICE = 20;
    private static final double IDLE_PRICE = 5;
    /** Reading, encrypting and sending a reply costs as much as receiving a message. */
    private static final double REPLY_PRICE = 5;

    private static final double BYTES_PER_UNIT = 2_048;

    private final GossipNode node;
    private final SiteLinks links;
    private double before;

    public PeerScore(GossipNode node, SiteLinks links) {
        this.node = node;
        this.links = links;
    }

    /** Called after a frame of the site was handled. */
    public void after(PeerId from) {
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

    /** Called for each frame sent to the site. Replies are charged, since the site asked for them. */
    public void asked(PeerId to, Packet packet) {
        if (packet.head()[0] == REPLY) links.charge(to, REPLY_PRICE + packet.size() / BYTES_PER_UNIT);
    }
}
