package io.bitchat.gossip.broadcast;

import io.bitchat.gossip.Count;
import io.bitchat.gossip.Envelope;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.Timer;
import io.bitchat.gossip.Turn;
import io.bitchat.gossip.membership.ActiveView;
import io.bitchat.gossip.membership.LazyPushQueue;
import io.bitchat.gossip.membership.Neighbour;
import io.bitchat.gossip.wire.Frame;
import io.bitchat.gossip.wire.FrameCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings a message to everyone once: its payload along a spanning tree, its id over the other links. Who hears the id and
 * does not get the payload in time asks for it (Plumtree, Leitão, Pereira and Rodrigues 2007).
 *
 * <p>Unlike there, asking does not change the tree: on links that lose frames each loss would cost a duplicate
 * afterwards. The tree is {@link io.bitchat.gossip.tree.Tree}'s, which repairs it when links break.
 */
public final class Broadcast {
    /** Hops of a push that everybody gets from the writer: nobody pushes it on. */
    public static final int TO_ALL = 255;

    private static final int PASSED_MEANWHILE = 16;
    private static final int LEAST_ANNOUNCEMENTS = 1;
    /** After a push, and after each other. */
    private static final List<Duration> TAILS =
            List.of(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(25));

    private final Turn turn;
    private final ActiveView active;
    private final Recent recent;
    private final PullScheduler pulls;
    private final Rounds rounds;
    private boolean tailOpen;
    private boolean catchingUp;

    public Broadcast(Turn turn, ActiveView active) {
        this.turn = turn;
        this.active = active;
        this.rounds = new Rounds(turn);
        this.pulls = new PullScheduler(turn, active);
        this.recent = new Recent(turn.parameters().recent());
    }

    /** Whether a message was seen of late. */
    public boolean has(Envelope envelope) {
        return recent.has(envelope.id());
    }

    /** While clocks are being levelled, announced messages come by that way: no hurry to ask for them. */
    public void setCatchingUp(boolean value) {
        catchingUp = value;
    }

    /** Links or the tree have changed: messages may have been missed. */
    public void disturbed() {
        rounds.disturbed();
    }

    /** Sends a message of this node on its way. */
    public void publish(Envelope envelope) {
        recent.add(envelope, 0);
        forward(envelope, 0, null, Set.of());
    }

    /**
     * Sends a message of this node to all neighbours, where these are everybody: then nobody stands between the writer and a
     * reader, who might be slow, or silent on purpose.
     */
    public void publishToAll(Envelope envelope) {
        recent.add(envelope, 0);
        active.all().forEach(neighbour -> push(neighbour, envelope, TO_ALL));
    }

    /** A genuine message came along the tree; sends it on. */
    public void pushed(Neighbour from, Envelope envelope, int hops) {
        var entry = pulls.arrived(envelope.id().brief());
        if (entry != null) learnLag(entry, from);
        recent.add(envelope, hops);
        forward(envelope, hops, from, entry == null ? Set.of() : entry.holders());
    }

    /**
     * A genuine message came on request. From a neighbour in the tree it goes on along the tree, since only that link
     * lost it. From another, the tree may have brought it to the others by now: they only hear its id.
     */
    public void replied(@Nullable Neighbour from, Envelope envelope, int hops) {
        var entry = pulls.arrived(envelope.id().brief());
        recent.add(envelope, hops);
        var holders = entry == null ? Set.<PeerId>of() : entry.holders();
        if (from != null && from.isInTree()) forward(envelope, hops, from, holders);
        else announceAll(envelope, from, holders);
    }

    /** A genuine message came that goes on later, if at all. */
    public void kept(Envelope envelope, int hops) {
        pulls.arrived(envelope.id().brief());
        recent.add(envelope, hops);
    }

    /** What was kept goes on. Others had to wait for the same, so that they may have it by now: they hear its id. */
    public void released(Envelope envelope) {
        announceAll(envelope, null, Set.of());
    }

    private void learnLag(Missing.Entry entry, Neighbour from) {
        var announcer = active.get(entry.first());
        if (announcer == null || announcer.isInTree() && announcer != from) return;
        var lag = announcer.isInTree() ? announcer.tailLag() : announcer.lag();
        lag.sample(turn.micros() - entry.since());
    }

    // --- ids

    /** A neighbour has these messages; those that do not come in time are asked for. */
    public void announced(Neighbour by, List<Integer> lazyPush) {
        for (int brief : lazyPush) {
            by.has(brief);
            if (recent.has(brief)) continue;
            pulls.announced(by, brief, patience(by));
        }
    }

    private long patience(Neighbour by) {
        var lag = by.isInTree() ? by.tailLag() : by.lag();
        return lag.patience() * (catchingUp ? 4 : 1);
    }

    /** Messages have not come in time: asks whoever has them, the tree first, one after the other. */
    public void pullsDue() {
        if (pulls.due()) rounds.disturbed();
    }

    /** Once more, since the question may have been lost. */
    public void pullAgain(PeerId holder, List<Integer> lazyPush) {
        pulls.again(holder, lazyPush);
    }

    /** Answers what is still in memory; for the rest there is anti-entropy. */
    public void pulled(Neighbour by, List<Integer> lazyPush) {
        for (int brief : lazyPush) {
            var held = recent.get(brief);
            if (held == null || by.wasAnswered(brief, turn.micros())) continue;
            if (!by.answers().take(turn.micros())) {
                turn.count(Count.DROPPED_REQUESTS);
                return;
            }
            turn.count(Count.REPLIES_SENT);
            turn.send(by.contact(), new Frame.Reply(Math.min(held.hops() + 1, 255), held.envelope()));
        }
    }

    /** The round ends: every neighbour hears of what it may not have yet. */
    public void roundEnd() {
        rounds.end();
        turn.count(Count.ROUNDS);
        for (var neighbour : active.all()) {
            flush(neighbour, neighbour.announcements());
            neighbour.drawLot(turn.random());
        }
    }

    /** What was pushed a moment ago is announced over the same links: who lost the payload learns of it at once. */
    public void tailDue(int time) {
        if (time == 0) tailOpen = false;
        boolean more = false;
        for (var neighbour : active.all()) {
            var ids = neighbour.tails(time);
            if (time + 1 < Neighbour.TAILS) more |= neighbour.tails(time + 1).addAll(ids);
            flush(neighbour, ids);
        }
        if (more) turn.schedule(new Timer.TailDue(time + 1), TAILS.get(time + 1));
    }

    private void flush(Neighbour neighbour, LazyPushQueue ids) {
        if (ids.isEmpty()) return;
        var lazyPush = ids.takeAll();
        for (int from = 0; from < lazyPush.size(); from += FrameCodec.MAX_BRIEFS) {
            int to = Math.min(lazyPush.size(), from + FrameCodec.MAX_BRIEFS);
            turn.count(Count.ANNOUNCEMENTS_SENT, to - from);
            turn.send(neighbour.contact(), new Frame.Announce(lazyPush.subList(from, to)));
        }
    }

    /** A new child hears what passed while it changed its parent, when nobody pushed to it. */
    public void welcome(Neighbour child) {
        var newest = recent.newest(PASSED_MEANWHILE);
        if (newest.isEmpty()) return;
        turn.count(Count.ANNOUNCEMENTS_SENT, newest.size());
        turn.send(child.contact(), new Frame.Announce(newest));
    }

    // --- payloads

    private void forward(Envelope envelope, int hops, @Nullable Neighbour from, Set<PeerId> holders) {
        boolean mayGoOn = hops < turn.parameters().messageTtl();
        var others = new ArrayList<Neighbour>();
        int pushes = 0;
        for (var neighbour : active.all()) {
            if (neighbour == from || holders.contains(neighbour.id())) continue;
            if (neighbour.isInTree() && mayGoOn) {
                push(neighbour, envelope, hops + 1);
                pushes++;
            } else {
                others.add(neighbour);
            }
        }
        announce(some(others, turn.parameters().fanout() - pushes), envelope);
    }

    /**
     * A message goes to {@code fanout} neighbours in all, more where the tree has more links. Beyond it chance decides:
     * for each message, or, where nothing gets lost, for each round, so that its ids make few frames.
     */
    private List<Neighbour> some(List<Neighbour> others, int count) {
        if (others.size() > count) {
            if (turn.parameters().lossy()) Collections.shuffle(others, java.util.Random.from(turn.random()));
            else others.sort(Comparator.comparingLong(Neighbour::lot));
        }
        return others.subList(0, Math.clamp(count, Math.min(LEAST_ANNOUNCEMENTS, others.size()), others.size()));
    }

    private void push(Neighbour to, Envelope envelope, int hops) {
        turn.count(Count.PUSHES_SENT);
        turn.send(to.contact(), new Frame.Push(hops, envelope));
        if (!turn.parameters().lossy()) return;
        to.tails(0).add(envelope.id().brief());
        if (tailOpen) return;
        tailOpen = true;
        turn.schedule(new Timer.TailDue(0), TAILS.getFirst());
    }

    private void announceAll(Envelope envelope, @Nullable Neighbour except, Set<PeerId> holders) {
        var others = active.all().stream()
                .filter(neighbour -> neighbour != except && !holders.contains(neighbour.id()))
                .toList();
        announce(others, envelope);
        others.stream().filter(Neighbour::isInTree).forEach(neighbour -> flush(neighbour, neighbour.announcements()));
    }

    private void announce(List<Neighbour> to, Envelope envelope) {
        to.forEach(neighbour -> neighbour.announcements().add(envelope.id().brief()));
        if (!to.isEmpty()) rounds.open();
    }
}
