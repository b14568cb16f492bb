package io.bitchat.groups.send;

import io.bitchat.groups.GroupMessage;
import io.bitchat.groups.state.LockedGroup;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Assigns positions in one group to the messages of a batch, and holds the resulting values of the group's rows. */
final class GroupTally {
    private final LockedGroup group;
    private final List<GroupMessage> messages = new ArrayList<>();
    private final Map<String, Long> clock = new TreeMap<>();
    private final Map<String, Long> sent = new TreeMap<>();
    private long sequence;
    private Instant orderedAt;
    private int writers;

    GroupTally(LockedGroup group) {
        this.group = group;
        this.sequence = group.places().sequence();
        this.orderedAt = group.places().orderedAt();
        this.writers = group.places().clockWriters();
    }

    /**
     * Places one message behind all others.
     *
     * @param entryBefore number of the sender's messages in the group before this batch
     */
    GroupMessage place(Draft draft, long entryBefore, Instant now) {
        long entry = clock.getOrDefault(draft.fromPeerId(), entryBefore) + 1;
        if (entry == 1) writers++;
        clock.put(draft.fromPeerId(), entry);
        sent.merge(draft.fromPeerId(), 1L, Long::sum);
        sequence++;
        orderedAt = later(now.truncatedTo(ChronoUnit.MICROS), orderedAt.plus(1, ChronoUnit.MICROS));
        var message = draft.at(sequence, entry, orderedAt, now.truncatedTo(ChronoUnit.MILLIS));
        messages.add(message);
        return message;
    }

    /** Places a message of another site behind all others; it keeps its own display time. */
    GroupMessage admit(Arrival arrival, long entryBefore) {
        long entry = clock.getOrDefault(arrival.fromPeerId(), entryBefore) + 1;
        if (entry == 1) writers++;
        clock.put(arrival.fromPeerId(), entry);
        sent.merge(arrival.fromPeerId(), 1L, Long::sum);
        sequence++;
        orderedAt = later(arrival.orderedAt(), orderedAt);
        var message = arrival.draft().at(sequence, entry, arrival.orderedAt(), arrival.sentAt(), arrival.receivedAt());
        messages.add(message);
        return message;
    }

    /** Keeps the order if the clock goes back or two messages fall into one microsecond. */
    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    LockedGroup group() {
        return group;
    }

    String groupId() {
        return group.group().groupId();
    }

    List<GroupMessage> messages() {
        return messages;
    }

    long sequence() {
        return sequence;
    }

    Instant orderedAt() {
        return orderedAt;
    }

    int writers() {
        return writers;
    }

    /** The clock's new entries, by writer. */
    Map<String, Long> clock() {
        return clock;
    }

    /** Number of messages of each writer in this batch. */
    Map<String, Long> sent() {
        return sent;
    }
}
