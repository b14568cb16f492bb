package io.bitchat.groups.oplog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Computes a group's state from all operations. The same operations give the same result in whatever order they
 * arrived.
 */
public final class GroupStateReducer {
    private final GroupState base;
    private final List<Stamped> operations;

    /** @param base state of the group when it was first shared */
    public GroupStateReducer(GroupState base, Collection<Stamped> operations) {
        this.base = base;
        this.operations = operations.stream().sorted().toList();
    }

    /** @param pending unpublished changes of this site; they come after all others */
    public GroupState state(List<Operation> pending) {
        var state = base;
        for (var stamped : operations) state = state.after(stamped.operation());
        for (var operation : pending) state = state.after(operation);
        return state.governed();
    }

    /** Peers whose last departure was voluntary. */
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
     * An interval of time in which messages of a writer are void.
     *
     * @param after void messages are later than this
     * @param before and earlier than this
     */
    public record Span(long after, long before) {
        boolean has(long time) {
            return time > after && time < before;
        }
    }

    /**
     * Whether a message is void: its writer was removed by a site that had not seen the message, and no addition of the
     * writer comes between.
     *
     * @param time hybrid time of the message in the gossip protocol
     */
    public boolean isVoid(String writer, long time) {
        return voidSpans(writer).stream().anyMatch(span -> span.has(time));
    }

    /** All intervals in which messages of a writer are void. */
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
                default -> {} // no other operation affects whose messages are valid
            }
        }
        if (cut < Long.MAX_VALUE) spans.add(new Span(cut, Long.MAX_VALUE));
        return spans;
    }
}
