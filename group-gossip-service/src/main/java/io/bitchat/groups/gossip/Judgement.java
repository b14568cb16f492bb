package io.bitchat.groups.gossip;

import io.bitchat.groups.operation.Fold;
import io.bitchat.groups.operation.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which messages count, after all operations that are known: what is voided now, and what counts again. */
final class Judgement {
    private final Set<String> voided = new HashSet<>();
    private final Set<String> writers = new TreeSet<>();
    private final List<Settlement.Stored> revived = new ArrayList<>();

    /** @param stored messages of those whom operations of the turnout are about */
    Judgement(Turnout turnout, Fold fold, List<Settlement.Stored> stored) {
        for (var delivery : turnout.deliveries()) {
            delivery.text()
                    .filter(text -> fold.isVoid(text.fromPeerId(), delivery.time()))
                    .ifPresent(text -> {
                        voided.add(text.messageId());
                        writers.add(text.fromPeerId());
                    });
        }
        for (var message : stored) {
            boolean isVoid = fold.isVoid(message.writer(), message.time());
            if (isVoid == message.voided()) continue;
            writers.add(message.writer());
            if (isVoid) voided.add(message.messageId());
            else revived.add(message);
        }
    }

    /** Those whom a turnout lets in or removes: what they said before may count differently now. */
    static Set<String> concerned(Turnout turnout) {
        var peers = new TreeSet<String>();
        for (var delivery : turnout.deliveries()) {
            delivery.change().map(Said.Change::operation).ifPresent(operation -> {
                if (operation instanceof Operation.Removed removed) peers.add(removed.peerId());
                if (operation instanceof Operation.Added added) peers.add(added.peerId());
            });
        }
        return peers;
    }

    Set<String> voided() {
        return voided;
    }

    /** Those whose messages have to be counted again. */
    Set<String> writers() {
        return writers;
    }

    /** What counts again. */
    List<Settlement.Stored> revived() {
        return revived;
    }
}
