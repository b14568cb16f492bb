package io.bitchat.groups.gossip;

import io.bitchat.groups.operation.GroupStateReducer;
import io.bitchat.groups.operation.Operation;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** Which messages count, after all operations that are known: what is voided now, and what counts again. */
final class InvalidationPlan {
    private final GroupStateReducer reducer;
    private final MessageInvalidation.Found found;
    private final Set<String> voided = new HashSet<>();
    private final Set<String> writers;

    /** @param found what counts differently of what those whom operations of the batch are about have said before */
    InvalidationPlan(DeliveryBatch batch, GroupStateReducer reducer, MessageInvalidation.Found found) {
        this.reducer = reducer;
        this.found = found;
        this.writers = new TreeSet<>(found.writers());
        for (var delivery : batch.deliveries()) {
            delivery.text()
                    .filter(text -> reducer.isVoid(text.fromPeerId(), delivery.time()))
                    .ifPresent(text -> {
                        voided.add(text.messageId());
                        writers.add(text.fromPeerId());
                    });
        }
    }

    /** Those whom a batch lets in or removes: what they said before may count differently now. */
    static Set<String> concerned(DeliveryBatch batch) {
        var peers = new TreeSet<>(batch.unsettled());
        for (var delivery : batch.deliveries()) {
            delivery.change().map(GroupPayload.Change::operation).ifPresent(operation -> {
                if (operation instanceof Operation.Removed removed) peers.add(removed.peerId());
                if (operation instanceof Operation.Added added) peers.add(added.peerId());
            });
        }
        return peers;
    }

    /** Messages of the batch that do not count. */
    Set<String> voided() {
        return voided;
    }

    /** Those whose messages have to be counted again. */
    Set<String> writers() {
        return writers;
    }

    /** When what they said does not count. */
    Spans spans() {
        return Spans.of(reducer, writers);
    }

    /** What counts again and never had a place here. */
    MessageInvalidation.Found found() {
        return found;
    }
}
