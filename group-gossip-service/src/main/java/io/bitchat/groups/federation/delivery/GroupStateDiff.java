package io.bitchat.groups.federation.delivery;

import io.bitchat.contracts.groups.GroupEvent;
import io.bitchat.groups.oplog.GroupState;
import io.bitchat.groups.state.GroupFacts;
import io.bitchat.groups.state.GroupFacts.Reason;
import io.bitchat.groups.state.LockedGroup;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.trace.TraceContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Transforms the current state of a group into a target state, one change after the other, with one event each. */
final class GroupStateDiff {
    private final Instant at;
    private final List<Outbox.Entry> facts = new ArrayList<>();
    private final SortedSet<String> in = new TreeSet<>();
    private final List<String> out = new ArrayList<>();
    private LockedGroup current;

    GroupStateDiff(LockedGroup group, Instant at) {
        this.current = group;
        this.at = at;
    }

    /** @param leavers peers that left voluntarily */
    void remove(GroupState target, Set<String> leavers) {
        for (var peerId : List.copyOf(current.members().keySet())) {
            if (target.members().containsKey(peerId)) continue;
            current = current.without(peerId);
            out.add(peerId);
            fact(GroupFacts.left(current, at, peerId, leavers.contains(peerId) ? Reason.LEFT : Reason.REMOVED));
        }
    }

    void add(GroupState target) {
        target.members().forEach((peerId, member) -> {
            var known = current.members().get(peerId);
            if (known == member.role()) return;
            current = current.with(peerId, member.role());
            in.add(peerId);
            fact(
                    known == null
                            ? GroupFacts.joined(current, at, peerId, member.role())
                            : GroupFacts.roleChanged(current, at, peerId, member.role()));
        });
    }

    void describe(GroupState target) {
        var group = current.group();
        if (!group.name().equals(target.name()) || !Objects.equals(group.description(), target.description())) {
            current = current.described(target.name(), target.description());
            fact(GroupFacts.changed(current, at));
        }
        if (group.isActive() && !target.isActive()) {
            current = current.inactive();
            fact(GroupFacts.changed(current, at));
        }
    }

    private void fact(GroupEvent event) {
        facts.add(new Outbox.Entry(event, TraceContext.start()));
    }

    /** The group after all changes so far. */
    LockedGroup group() {
        return current;
    }

    Instant at() {
        return at;
    }

    List<Outbox.Entry> facts() {
        return facts;
    }

    /** Peers that joined or changed their role. */
    SortedSet<String> in() {
        return in;
    }

    /** Peers that left or were removed. */
    List<String> out() {
        return out;
    }
}
