package io.bitchat.gossip.broadcast;

import io.bitchat.gossip.Count;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.Timer;
import io.bitchat.gossip.Turn;
import io.bitchat.gossip.membership.ActiveView;
import io.bitchat.gossip.membership.Neighbour;
import io.bitchat.gossip.wire.Frame;
import io.bitchat.gossip.wire.FrameCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Pulls announced messages whose payloads do not arrive in time, from one holder after the other. */
final class PullScheduler {
    /**
     * Delay before a pull is repeated. Shorter than the margin of {@link Neighbour#patience}, so the answer to the
     * second pull is in time too.
     */
    private static final Duration PAUSE = Duration.ofMillis(2);

    private static final int MAX_ATTEMPTS = 12;
    private static final long NEVER = Long.MAX_VALUE;

    private final Turn turn;
    private final ActiveView active;
    private final Missing missing = new Missing();
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::at));
    private long nextReminder = NEVER;

    /** Time in microseconds at which to check whether a message has arrived. */
    private record Due(long at, int brief) {}

    PullScheduler(Turn turn, ActiveView active) {
        this.turn = turn;
        this.active = active;
    }

    /** A neighbour announced a message that is not here. */
    void announced(Neighbour by, int brief, long patience) {
        var entry = missing.get(brief);
        boolean isNew = entry == null;
        if (entry == null) {
            if (!missing.hasRoomFor(by.id())) {
                turn.count(Count.DROPPED_IDS);
                return;
            }
            entry = missing.add(brief, by.id(), turn.micros());
        }
        entry.holder(by.id(), by.isInTree());
        if (isNew || by.isInTree()) lookAfter(patience, brief);
    }

    /** The message has arrived. Returns what was known about it, or null. */
    Missing.@Nullable Entry arrived(int brief) {
        return missing.remove(brief);
    }

    /**
     * Pulls overdue messages.
     *
     * @return whether something was pulled
     */
    boolean due() {
        nextReminder = NEVER;
        var asked = new LinkedHashMap<Neighbour, List<Integer>>();
        while (!due.isEmpty() && due.peek().at() <= turn.micros())
            overdue(due.remove().brief(), asked);
        asked.forEach(this::ask);
        remind();
        return !asked.isEmpty();
    }

    private void overdue(int brief, Map<Neighbour, List<Integer>> asked) {
        var entry = missing.get(brief);
        if (entry == null || entry.isAsked(turn.micros())) return;
        var holder = nextHolder(entry);
        if (holder == null || entry.asked(turn.micros() + holder.patience()) > MAX_ATTEMPTS) {
            missing.remove(brief);
            return;
        }
        asked.computeIfAbsent(holder, _ -> new ArrayList<>()).add(brief);
        due.add(new Due(turn.micros() + holder.patience(), brief));
    }

    private @Nullable Neighbour nextHolder(Missing.Entry entry) {
        for (var next = entry.next(); next != null; next = entry.next()) {
            var holder = active.get(next);
            if (holder != null) return holder;
            entry.forgetHolder(next);
        }
        return null;
    }

    private void ask(Neighbour holder, List<Integer> briefs) {
        if (holder.isParent()) turn.send(holder.contact(), new Frame.Graft());
        turn.count(Count.PULLS_SENT, briefs.size());
        for (int from = 0; from < briefs.size(); from += FrameCodec.MAX_BRIEFS) {
            var part = briefs.subList(from, Math.min(briefs.size(), from + FrameCodec.MAX_BRIEFS));
            send(holder, List.copyOf(part));
        }
    }

    private void send(Neighbour holder, List<Integer> briefs) {
        turn.send(holder.contact(), new Frame.Pull(briefs));
        if (turn.parameters().lossy()) turn.schedule(new Timer.PullAgain(holder.id(), briefs), PAUSE);
    }

    /**
     * Repeats a pull, since a lost one would cost a round trip. The holder answers the second only if it missed the
     * first.
     */
    void again(PeerId holder, List<Integer> briefs) {
        var neighbour = active.get(holder);
        var left = briefs.stream().filter(brief -> missing.get(brief) != null).toList();
        if (neighbour != null && !left.isEmpty()) turn.send(neighbour.contact(), new Frame.Pull(left));
    }

    private void lookAfter(long patience, int brief) {
        due.add(new Due(turn.micros() + patience, brief));
        remind();
    }

    /** Keeps one timer running, unless an earlier one is needed. */
    private void remind() {
        var first = due.peek();
        if (first == null || first.at() >= nextReminder) return;
        nextReminder = first.at();
        turn.scheduleMicros(new Timer.PullsDue(), Math.max(0, first.at() - turn.micros()));
    }
}
