package io.bitchat.groups.send;

import io.bitchat.groups.GroupMessage;
import io.bitchat.groups.rights.Outcome;
import io.bitchat.groups.rights.Refusal;
import io.bitchat.groups.state.LockedGroup;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides about drafts that are committed together: which are new, their positions, and the outcome for each sender.
 */
final class SendBatch {
    private final Map<String, LockedGroup> groups;
    private final Map<Writer, Long> entries;
    private final Map<String, GroupMessage> known;
    private final Instant now;
    private final Map<String, GroupTally> tallies = new TreeMap<>();
    private final List<Outcome<GroupMessage>> outcomes;

    /**
     * @param groups the groups that exist, locked
     * @param entries number of messages that each sender has in its group
     * @param storedBefore stored messages that have the id of a draft
     */
    SendBatch(
            List<Draft> drafts,
            Map<String, LockedGroup> groups,
            Map<Writer, Long> entries,
            Map<String, GroupMessage> storedBefore,
            Instant now) {
        this.groups = groups;
        this.entries = entries;
        this.known = new HashMap<>(storedBefore);
        this.now = now;
        this.outcomes = drafts.stream().map(this::decide).toList();
    }

    /** One outcome for each draft, in the order given. */
    List<Outcome<GroupMessage>> outcomes() {
        return outcomes;
    }

    /** The messages to store, by group in ascending order. */
    Collection<GroupTally> tallies() {
        return tallies.values();
    }

    /** Number of messages to store. */
    int accepted() {
        return tallies.values().stream()
                .mapToInt(tally -> tally.messages().size())
                .sum();
    }

    private Outcome<GroupMessage> decide(Draft draft) {
        // a repetition gets the first answer, whatever has happened to the group or the sender since
        var before = before(draft);
        if (before != null) return repeated(draft, before);
        var refusal = refusal(draft, groups.get(draft.groupId()));
        return refusal == null ? new Outcome.Done<>(place(draft)) : new Outcome.Refused<>(refusal);
    }

    /**
     * The stored message that a draft repeats: by its id, or by its former id if the same sender wrote it. A former id
     * of another sender's message is only a key.
     */
    private @Nullable GroupMessage before(Draft draft) {
        var same = known.get(draft.messageId());
        if (same != null || draft.formerId() == null) return same;
        var former = known.get(draft.formerId());
        return former != null && draft.isOfSameWriter(former) ? former : null;
    }

    private static Outcome<GroupMessage> repeated(Draft draft, GroupMessage stored) {
        return draft.isSameAs(stored)
                ? new Outcome.Done<>(stored)
                : new Outcome.Refused<>(new Refusal.MessageIdTaken(stored.messageId()));
    }

    private static @Nullable Refusal refusal(Draft draft, @Nullable LockedGroup group) {
        if (group == null) return new Refusal.UnknownGroup(draft.groupId());
        if (!group.members().containsKey(draft.fromPeerId())) {
            return new Refusal.NotAMember(draft.fromPeerId(), draft.groupId());
        }
        return group.group().isActive() ? null : new Refusal.Inactive(draft.groupId());
    }

    private GroupMessage place(Draft draft) {
        var group = java.util.Objects.requireNonNull(groups.get(draft.groupId()));
        var message = tallies.computeIfAbsent(draft.groupId(), _ -> new GroupTally(group))
                .place(draft, entries.getOrDefault(Writer.of(draft), 0L), now);
        known.put(draft.messageId(), message);
        return message;
    }
}
