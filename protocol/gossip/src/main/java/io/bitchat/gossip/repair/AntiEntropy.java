package io.bitchat.gossip.repair;

import io.bitchat.gossip.Contact;
import io.bitchat.gossip.Count;
import io.bitchat.gossip.Effect;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.Timer;
import io.bitchat.gossip.Turn;
import io.bitchat.gossip.causal.CausalOrder;
import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.membership.ActiveView;
import io.bitchat.gossip.membership.Allowance;
import io.bitchat.gossip.membership.Neighbour;
import io.bitchat.gossip.wire.Frame;
import io.bitchat.gossip.wire.FrameCodec;
import io.bitchat.gossip.wire.Prefix;
import io.bitchat.gossip.wire.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the messages that a neighbour has and this node lacks. A digest lists the clock entries that changed recently,
 * and a fingerprint of all others. If fingerprints differ, prefixes of writer ids are split in sixteen until few
 * entries are left. So the cost grows with the difference and with the logarithm of the number of writers, never with
 * the history.
 */
public final class AntiEntropy {
    private static final int LISTED_AT_MOST = 8;

    private final Turn turn;
    private final CausalOrder causal;
    private final ActiveView active;
    private final RecentChanges changes = new RecentChanges();
    private final Wanted wanted;

    public AntiEntropy(Turn turn, CausalOrder causal, ActiveView active) {
        this.turn = turn;
        this.causal = causal;
        this.active = active;
        this.wanted = new Wanted(turn, causal);
    }

    /** Schedules the next round. */
    public void start() {
        turn.schedule(new Timer.AntiEntropy(), turn.jittered(turn.parameters().antiEntropyInterval()));
    }

    /** Compares clocks with a random neighbour. */
    public void round() {
        turn.count(Count.ANTI_ENTROPY_ROUNDS);
        active.any(turn.random()).ifPresent(this::compareWith);
        start();
    }

    /** Starts a comparison. */
    public void compareWith(Neighbour neighbour) {
        turn.send(neighbour.contact(), digest(false, List.of()));
    }

    /** A message was delivered. */
    public void delivered(PeerId writer) {
        changes.changed(writer, turn.micros());
    }

    /** Whether messages are still to be fetched. */
    public boolean isCatchingUp() {
        return !wanted.isEmpty();
    }

    /** Requests what is known to be missing. */
    public void catchUp() {
        wanted.due();
    }

    /** A message is needed that {@code holder} probably has. */
    public void need(Contact holder, Dot dot) {
        if (causal.isHeld(dot)) return;
        wanted.add(holder, dot);
        wanted.hurry();
    }

    // --- frames

    /** Records what the other node has, answers, and splits if the fingerprints differ. */
    public void digested(Contact from, Frame.Digest digest) {
        digest.recent().forEach(dot -> wanted.add(from, dot));
        if (isSame(digest)) return;
        var mine = digest(true, digest.recent());
        if (!digest.answer()) {
            turn.send(from, mine);
        } else if (mine.others() != digest.others()) {
            turn.send(from, split(Prefix.ALL));
        }
    }

    private boolean isSame(Frame.Digest digest) {
        var listed = new HashSet<PeerId>();
        for (var dot : digest.recent()) {
            if (causal.clock().get(dot.writer()) != dot.sequence()) return false;
            listed.add(dot.writer());
        }
        return Fingerprint.without(causal.clock(), listed) == digest.others();
    }

    /**
     * Lists the entries that changed here and those that the other listed, so that both fingerprints cover the same
     * rest.
     */
    private Frame.Digest digest(boolean answer, List<Dot> others) {
        var recent = new ArrayList<>(changes.entries(causal.clock(), turn.micros()));
        var listed = new HashSet<PeerId>();
        recent.forEach(dot -> listed.add(dot.writer()));
        for (var dot : others) {
            long entry = causal.clock().get(dot.writer());
            if (listed.add(dot.writer()) && entry > 0) recent.add(new Dot(dot.writer(), entry));
        }
        limit(recent, listed);
        return new Frame.Digest(answer, recent, Fingerprint.without(causal.clock(), listed));
    }

    private static void limit(List<Dot> recent, Set<PeerId> listed) {
        while (recent.size() > FrameCodec.MAX_ENTRIES)
            listed.remove(recent.removeLast().writer());
    }

    /** Continues with those of the sixteen parts that differ. */
    public void split(Contact from, Frame.Split theirs) {
        var mine = Fingerprint.children(causal.clock(), theirs.prefix());
        for (int digit = 0; digit < Prefix.CHILDREN; digit++) {
            if (mine[digit] != theirs.children().get(digit))
                goOn(from, theirs.prefix().child(digit));
        }
    }

    private void goOn(Contact with, Prefix prefix) {
        var entries = entries(prefix);
        if (entries.size() <= LISTED_AT_MOST || prefix.digits() == Prefix.MAX_DIGITS) {
            turn.send(with, new Frame.Listing(false, prefix, entries));
        } else {
            turn.send(with, split(prefix));
        }
    }

    private Frame.Split split(Prefix prefix) {
        var children = new ArrayList<Long>(Prefix.CHILDREN);
        for (long child : Fingerprint.children(causal.clock(), prefix)) children.add(child);
        return new Frame.Split(prefix, children);
    }

    /** Records what the other node has, and lists what it lacks. */
    public void listed(Contact from, Frame.Listing theirs) {
        theirs.entries().stream()
                .filter(dot -> theirs.prefix().contains(dot.writer()))
                .forEach(dot -> wanted.add(from, dot));
        if (theirs.answer()) return;
        var mine = entries(theirs.prefix());
        if (mine.stream().anyMatch(dot -> !theirs.entries().contains(dot))) {
            turn.send(from, new Frame.Listing(true, theirs.prefix(), mine));
        }
    }

    private List<Dot> entries(Prefix prefix) {
        return causal.clock().entries().entrySet().stream()
                .filter(entry -> prefix.contains(entry.getKey()))
                .sorted(Comparator.comparing(java.util.Map.Entry::getKey))
                .limit(FrameCodec.MAX_ENTRIES)
                .map(entry -> new Dot(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Serves a fetch from the store, up to the size of one request and the neighbour's rate limit. */
    public void asked(Contact by, List<Range> ranges, Allowance answers) {
        var served = new ArrayList<Range>();
        long allowed = Math.min(Wanted.MESSAGES_AT_A_TIME, answers.available(turn.micros()));
        if (allowed == 0) turn.count(Count.DROPPED_REQUESTS);
        long room = allowed;
        for (var range : ranges) {
            long last = Math.min(range.to(), causal.clock().get(range.writer()));
            last = Math.min(last, range.from() + room - 1);
            if (last < range.from()) continue;
            room -= last - range.from() + 1;
            served.add(new Range(range.writer(), range.from(), last));
        }
        answers.take(allowed - room, turn.micros());
        if (!served.isEmpty()) turn.effect(new Effect.Load(by.id(), served));
    }
}
