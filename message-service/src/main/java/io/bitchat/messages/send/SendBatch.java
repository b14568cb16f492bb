package io.bitchat.messages.send;

import io.bitchat.messages.StoredMessage;
import io.bitchat.messages.send.SendTable.Places;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides about drafts that are committed together: which are new, which place each gets, what each sender is told. */
final class SendBatch {
    private final List<Draft> drafts;
    private final Map<String, StoredMessage> storedBefore;
    private final Set<String> unknownPeers;
    private final Map<String, Draft> fresh = new LinkedHashMap<>();
    private final Map<String, StoredMessage> placed = new HashMap<>();

    /**
     * @param storedBefore messages that have an id of one of the drafts already
     * @param unknownPeers peers that must not be written to
     */
    SendBatch(List<Draft> drafts, Map<String, StoredMessage> storedBefore, Set<String> unknownPeers) {
        this.drafts = drafts;
        this.storedBefore = storedBefore;
        this.unknownPeers = unknownPeers;
        for (var draft : drafts) {
            if (isNew(draft)) fresh.putIfAbsent(draft.messageId(), draft);
        }
    }

    private boolean isNew(Draft draft) {
        return !storedBefore.containsKey(draft.messageId()) && unknownPeerOf(draft) == null;
    }

    /** What is to be stored, in the order of arrival; of equal ids the first. */
    List<Draft> fresh() {
        return new ArrayList<>(fresh.values());
    }

    /**
     * Gives each new draft its place. The streams' last places were drawn for the whole batch, so the batch's own
     * messages are counted back from there.
     */
    List<StoredMessage> place(Places last, Instant sentAt) {
        var inboxes = before(last.inboxes(), Draft::toPeerId);
        var conversations = before(last.conversations(), Draft::conversation);
        for (var draft : fresh.values()) {
            long position = inboxes.merge(draft.toPeerId(), 1L, Long::sum);
            long sequence = conversations.merge(draft.conversation(), 1L, Long::sum);
            placed.put(draft.messageId(), draft.at(sequence, position, sentAt));
        }
        return fresh.keySet().stream()
                .map(id -> java.util.Objects.requireNonNull(placed.get(id)))
                .toList();
    }

    private Map<String, Long> before(Map<String, Long> last, java.util.function.Function<Draft, String> stream) {
        var before = new HashMap<>(last);
        for (var draft : fresh.values()) before.merge(stream.apply(draft), -1L, Long::sum);
        return before;
    }

    /** One outcome for each draft, in the order given. */
    List<SendOutcome> outcomes() {
        return drafts.stream().map(this::outcome).toList();
    }

    private SendOutcome outcome(Draft draft) {
        var unknown = unknownPeerOf(draft);
        if (unknown != null) return new SendOutcome.UnknownPeer(unknown);
        var before = storedBefore.get(draft.messageId());
        if (before != null) return repeated(draft, before);
        var now = java.util.Objects.requireNonNull(placed.get(draft.messageId()), "outcomes before places");
        return fresh.get(draft.messageId()) == draft ? new SendOutcome.Accepted(now) : repeated(draft, now);
    }

    private static SendOutcome repeated(Draft draft, StoredMessage stored) {
        return draft.isSameAs(stored) ? new SendOutcome.Repeated(stored) : new SendOutcome.IdTaken(draft.messageId());
    }

    private @org.jspecify.annotations.Nullable String unknownPeerOf(Draft draft) {
        if (unknownPeers.contains(draft.toPeerId())) return draft.toPeerId();
        return unknownPeers.contains(draft.fromPeerId()) ? draft.fromPeerId() : null;
    }
}
