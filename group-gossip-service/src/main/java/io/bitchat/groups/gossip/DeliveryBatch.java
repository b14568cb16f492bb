package io.bitchat.groups.gossip;

import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Past;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is committed together: everything that a node delivered in some inputs.
 *
 * @param self this site
 * @param revision of the group before
 * @param past of the node after
 * @param published own messages up to this place were given to the protocol
 * @param unsettled writers of whom an earlier transaction could not place all that counts again
 */
record DeliveryBatch(
        String groupId,
        PeerId self,
        long revision,
        Past past,
        long published,
        List<Delivery> deliveries,
        Set<String> unsettled) {
    /** The same with other deliveries. */
    DeliveryBatch with(List<Delivery> others) {
        return new DeliveryBatch(groupId, self, revision, past, published, others, unsettled);
    }

    /** Whether it may change the group, its members or what counts of what they said before. */
    boolean changesGroup() {
        return !unsettled.isEmpty()
                || deliveries.stream().anyMatch(delivery -> delivery.change().isPresent());
    }

    /** Those whose messages it has. */
    Set<String> writers() {
        return deliveries.stream()
                .flatMap(delivery -> delivery.text().stream())
                .map(GroupPayload.Text::fromPeerId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    List<Delivery> foreign() {
        return deliveries.stream()
                .filter(delivery -> !delivery.site().equals(self))
                .toList();
    }
}
