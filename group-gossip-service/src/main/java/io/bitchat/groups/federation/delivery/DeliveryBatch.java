package io.bitchat.groups.federation.delivery;

import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Past;
import io.bitchat.groups.oplog.GroupPayload;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Deliveries of one batch of inputs, committed in one transaction.
 *
 * @param self this site
 * @param revision revision of the group before
 * @param past past of the node afterwards
 * @param published position up to which own messages were passed to the protocol
 * @param unsettled writers with revalidated messages that an earlier transaction had no room to place
 */
public record DeliveryBatch(
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

    /** Whether it may change the group, its members, or the validity of earlier messages. */
    boolean changesGroup() {
        return !unsettled.isEmpty()
                || deliveries.stream().anyMatch(delivery -> delivery.change().isPresent());
    }

    /** Authors of the messages in this batch. */
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
