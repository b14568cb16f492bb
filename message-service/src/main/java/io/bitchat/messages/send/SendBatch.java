package io.bitchat.messages.send;

import io.bitchat.messages.StoredMessage;
import io.bitchat.messages.send.SendTable.Places;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides about drafts that are committed together: which are new, the id and the places that each gets, and the
 * outcome for each sender.
 */
final class SendBatch {
    private final Map<String, StoredMessage> storedBefore;
    private final Absent absent;
    private final List<Verdict> verdicts;
    private final Map<String, Draft> fresh = new LinkedHashMap<>();
    private final Map<String, StoredMessage> placed = new HashMap<>();

    /**
     * Peers that cannot be written to.
     *
     * @param unknown peers not in the directory, in strict mode
     * @param retired peers that left the directory; a repeated send of an older message is still answered as before
     */
    record Absent(Set<String> unknown, Set<String> retired) {
        static final Absent NOBODY = new Absent(Set.of(), Set.of());
    }

    /** The decision about a draft. */
    private sealed interface Verdict {
        /** It is stored under this id. */
        record New(String id) implements Verdict {}

        /** An earlier draft of this batch is stored under its id. */
        record LikeDraft(Draft draft, String id) implements Verdict {}

        /** The outcome is final. */
        record Told(SendOutcome outcome) implements Verdict {}
    }

    /**
     * @param storedBefore stored messages with an id that one of the drafts may get
     * @param absent peers that must not be written to
     */
    SendBatch(List<Draft> drafts, Map<String, StoredMessage> storedBefore, Absent absent) {
        this.storedBefore = storedBefore;
        this.absent = absent;
        this.verdicts = drafts.stream().map(this::verdict).toList();
    }

    private Verdict verdict(Draft draft) {
        var unknown = unknownPeerOf(draft);
        if (unknown != null) return new Verdict.Told(new SendOutcome.UnknownPeer(unknown));
        var name = draft.name();
        // look for the derived id first: once assigned it stays, whatever happened to the wanted one
        for (var id : List.of(name.otherwise(), name.wanted())) {
            var before = earlier(draft, id);
            if (before != null) return before;
        }
        if (absent.retired().contains(draft.toPeerId())) {
            return new Verdict.Told(new SendOutcome.PeerRetired(draft.toPeerId()));
        }
        if (name.isEcho()) return new Verdict.Told(new SendOutcome.IdReserved(name.wanted()));
        var id = isFree(name.wanted()) ? name.wanted() : name.otherwise();
        fresh.put(id, draft);
        return new Verdict.New(id);
    }

    /** An earlier message from this sender to this recipient under the id; messages of other pairs do not count. */
    private @Nullable Verdict earlier(Draft draft, String id) {
        var stored = storedBefore.get(id);
        if (stored != null && draft.isOfSamePair(stored)) return new Verdict.Told(repeated(draft, stored));
        var other = fresh.get(id);
        boolean samePair = other != null
                && other.fromPeerId().equals(draft.fromPeerId())
                && other.toPeerId().equals(draft.toPeerId());
        return samePair ? new Verdict.LikeDraft(draft, id) : null;
    }

    private boolean isFree(String id) {
        return !storedBefore.containsKey(id) && !fresh.containsKey(id);
    }

    /** The drafts to store, in the order of arrival; the first of those with equal ids. */
    List<Draft> fresh() {
        return new ArrayList<>(fresh.values());
    }

    /**
     * Assigns places to the new drafts. Places were drawn for the whole batch, so they are counted back from the last
     * ones.
     */
    List<StoredMessage> place(Places last, Instant sentAt) {
        var inboxes = before(last.inboxes(), Draft::toPeerId);
        var conversations = before(last.conversations(), Draft::conversation);
        var messages = new ArrayList<StoredMessage>(fresh.size());
        fresh.forEach((id, draft) -> {
            long position = inboxes.merge(draft.toPeerId(), 1L, Long::sum);
            long sequence = conversations.merge(draft.conversation(), 1L, Long::sum);
            var message = draft.at(id, sequence, position, sentAt);
            placed.put(id, message);
            messages.add(message);
        });
        return messages;
    }

    private Map<String, Long> before(Map<String, Long> last, Function<Draft, String> stream) {
        var before = new HashMap<>(last);
        for (var draft : fresh.values()) before.merge(stream.apply(draft), -1L, Long::sum);
        return before;
    }

    /** One outcome for each draft, in the order given. */
    List<SendOutcome> outcomes() {
        return verdicts.stream().map(this::outcome).toList();
    }

    private SendOutcome outcome(Verdict verdict) {
        return switch (verdict) {
            case Verdict.New(var id) -> new SendOutcome.Accepted(placed(id));
            case Verdict.LikeDraft(var draft, var id) -> repeated(draft, placed(id));
            case Verdict.Told(var outcome) -> outcome;
        };
    }

    private StoredMessage placed(String id) {
        return Objects.requireNonNull(placed.get(id), "outcomes before places");
    }

    private static SendOutcome repeated(Draft draft, StoredMessage stored) {
        return draft.isSameAs(stored) ? new SendOutcome.Repeated(stored) : new SendOutcome.IdTaken(stored.messageId());
    }

    private @Nullable String unknownPeerOf(Draft draft) {
        if (absent.unknown().contains(draft.toPeerId())) return draft.toPeerId();
        return absent.unknown().contains(draft.fromPeerId()) ? draft.fromPeerId() : null;
    }
}
