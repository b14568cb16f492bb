package io.bitchat.groups.gossip;

import io.bitchat.groups.operation.Fold;
import io.bitchat.groups.operation.Operation;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** Which messages count, after all operations that are known: what is voided now, and what counts again. */
final class Judgement {
    private final Fold fold;
    private final Settlement.Found found;
    private final Set<String> voided = new HashSet<>();
    private final Set<String> writers;

    /** @param found what counts differently of what those whom operations of the turnout are about have said before */
    Judgement(Turnout turnout, Fold fold, Settlement.Found found) {
        this.fold = fold;
        this.found = found;
        this.writers = new TreeSet<>(found.writers());
        for (var delivery : turnout.deliveries()) {
            delivery.text()
                    .filter(text -> fold.isVoid(text.fromPeerId(), delivery.time()))
                    .ifPresent(text -> {
                        voided.add(text.messageId());
                        writers.add(text.fromPeerId());
                    });
        }
    }

    /** Those whom a turnout lets in or removes: what they said before may count differently now. */
    static Set<String> concerned(Turnout turnout) {
        var peers = new TreeSet<>(turnout.unsettled());
        for (var delivery : turnout.deliveries()) {
            delivery.change().map(Said.Change::operation).ifPresent(operation -> {
                if (operation instanceof Operation.Removed removed) peers.add(removed.peerId());
                if (operation instanceof Operation.Added added) peers.add(added.peerId());
            });
        }
        return peers;
    }

    /** Messages of the turnout that do not count. */
    Set<String> voided() {
        return voided;
    }

    /** Those whose messages have to be counted again. */
    Set<String> writers() {
        return writers;
    }

    /** When what they said does not count. */
    Spans spans() {
        return Spans.of(fold, writers);
    }

    /** What counts again and never had a place here. */
    Settlement.Found found() {
        return found;
    }
}
