package io.bitchat.groups.operation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What all operations make of a group. The same operations give the same result, in whatever order they came. */
public final class GroupStateReducer {
    private final GroupState base;
    private final List<Stamped> operations;

    /** @param base the group when it was first shared */
    public GroupStateReducer(GroupState base, Collection<Stamped> operations) {
        this.base = base;
        this.operations = operations.stream().sorted().toList();
    }

    /** @param pending changes of this site that no other one knows yet: they come after all others */
    public GroupState state(List<Operation> pending) {
        var state = base;
        for (var stamped : operations) state = state.after(stamped.operation());
        for (var operation : pending) state = state.after(operation);
        return state.governed();
    }

    /** Those who went last by their own will. */
    public Set<String> leavers() {
        var leavers = new TreeSet<String>();
        for (var stamped : operations) {
            if (!(stamped.operation() instanceof Operation.Removed removed)) continue;
            if (removed.reason().equals("left")) leavers.add(removed.peerId());
            else leavers.remove(removed.peerId());
        }
        return leavers;
    }

    /**
     * Times in which a message does not count.
     *
     * @param after the message is later than this
     * @param before and earlier than this
     */
    public record Span(long after, long before) {
        boolean has(long time) {
            return time > after && time < before;
        }
    }

    /**
     * Whether a message does not count: its writer had been removed, and the removal's site had not seen it; nobody let the
     * writer in again before.
     *
     * @param time of the message in the gossip protocol
     */
    public boolean isVoid(String writer, long time) {
        return voidSpans(writer).stream().anyMatch(span -> span.has(time));
    }

    /** All times at which messages of a writer do not count. */
    public List<Span> voidSpans(String writer) {
        var spans = new ArrayList<Span>();
        long cut = Long.MAX_VALUE;
        for (var stamped : operations) {
            switch (stamped.operation()) {
                case Operation.Removed removed
                when removed.peerId().equals(writer) -> cut = Math.min(cut, removed.cut());
                case Operation.Added added
                when added.peerId().equals(writer) -> {
                    if (cut < stamped.time() - 1) spans.add(new Span(cut, stamped.time()));
                    cut = Long.MAX_VALUE;
                }
                default -> {} // no other operation is about what somebody may say
            }
        }
        if (cut < Long.MAX_VALUE) spans.add(new Span(cut, Long.MAX_VALUE));
        return spans;
    }
}
