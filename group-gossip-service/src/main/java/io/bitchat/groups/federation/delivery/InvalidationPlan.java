package io.bitchat.groups.federation.delivery;

import io.bitchat.groups.oplog.GroupPayload;
import io.bitchat.groups.oplog.GroupStateReducer;
import io.bitchat.groups.oplog.Operation;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** Which messages become void and which become valid again, given all known operations. */
final class InvalidationPlan {
    private final GroupStateReducer reducer;
    private final MessageInvalidation.Found found;
    private final Set<String> voided = new HashSet<>();
    private final Set<String> writers;

    /** @param found earlier messages whose validity changes, of the peers that the batch's operations are about */
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

    /** Peers that a batch adds or removes: the validity of their earlier messages may change. */
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

    /** Ids of the batch's messages that are void. */
    Set<String> voided() {
        return voided;
    }

    /** Writers whose messages must be counted again. */
    Set<String> writers() {
        return writers;
    }

    /** The intervals in which messages of these writers are void. */
    Spans spans() {
        return Spans.of(reducer, writers);
    }

    /** Messages that are valid again and never had a place here. */
    MessageInvalidation.Found found() {
        return found;
    }
}
