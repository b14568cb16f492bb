package io.bitchat.groups.gossip;

import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Past;
import java.util.List;

/**
 * What is committed together: everything that a node delivered in some inputs.
 *
 * @param self this site
 * @param revision of the group before
 * @param past of the node after
 * @param published own messages up to this place were given to the protocol
 */
record Turnout(String groupId, PeerId self, long revision, Past past, long published, List<Delivery> deliveries) {
    /** The same with other deliveries. */
    Turnout with(List<Delivery> others) {
        return new Turnout(groupId, self, revision, past, published, others);
    }

    List<Delivery> foreign() {
        return deliveries.stream()
                .filter(delivery -> !delivery.site().equals(self))
                .toList();
    }
}
