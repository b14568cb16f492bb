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
 * Delivers each message to every node once: payloads along a spanning tree (eager push), ids over the other links (lazy
 * push). A node that hears an id and does not get the payload in time pulls it (Plumtree, Leitão, Pereira and Rodrigues
 * 2007).
 *
 * <p>Unlike in Plumtree, a pull does not change the tree: on lossy links each loss would later cost a duplicate.
 * {@link io.bitchat.gossip.tree.Tree} builds the tree and repairs it when links break.
 */
public final class Broadcast {
    /** Hop count of a push that the writer sends to all nodes, so nobody pushes it on. */
    public static final int TO_ALL = 255;

    private static final int PASSED_MEANWHILE = 16;
    private static final int LEAST_ANNOUNCEMENTS = 1;
    /** Delays of the tail announcements: the first after a push, each further one after the previous. */
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

    /** Whether a message was seen recently. */
    public boolean has(Envelope envelope) {
        return recent.has(envelope.id());
    }

    /** During anti-entropy, announced messages arrive that way, so pulls are less urgent. */
    public void setCatchingUp(boolean value) {
        catchingUp = value;
    }

    /** Links or the tree changed, so messages may have been missed. */
    public void disturbed() {
        rounds.disturbed();
    }

    /** Publishes a message of this node. */
    public void publish(Envelope envelope) {
        recent.add(envelope, 0);
        forward(envelope, 0, null, Set.of());
    }

    /**
     * Publishes a message of this node to all neighbours, if they are all nodes. Then no third node, slow or silent on
     * purpose, stands between writer and reader.
     */
    public void publishToAll(Envelope envelope) {
        recent.add(envelope, 0);
        active.all().forEach(neighbour -> push(neighbour, envelope, TO_ALL));
    }

    /** A genuine message was pushed along the tree; forwards it. */
    public void pushed(Neighbour from, Envelope envelope, int hops) {
        var entry = pulls.arrived(envelope.id().brief());
        if (entry != null) learnLag(entry, from);
        recent.add(envelope, hops);
        forward(envelope, hops, from, entry == null ? Set.of() : entry.holders());
    }

    /**
     * A genuine message was pulled. From a tree neighbour it is pushed on along the tree, since only that link lost it.
     * From another neighbour only its id is announced, since the tree may have brought it to the others by now.
     */
    public void replied(@Nullable Neighbour from, Envelope envelope, int hops) {
        var entry = pulls.arrived(envelope.id().brief());
        recent.add(envelope, hops);
        var holders = entry == null ? Set.<PeerId>of() : entry.holders();
        if (from != null && from.isInTree()) forward(envelope, hops, from, holders);
        else announceAll(envelope, from, holders);
    }

    /** A genuine message arrived that is passed on later, if at all. */
    public void kept(Envelope envelope, int hops) {
        pulls.arrived(envelope.id().brief());
        recent.add(envelope, hops);
    }

    /**
     * Passes on a kept message. Others waited for the same causes and may have it by now, so only its id is announced.
     */
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

    /** A neighbour announced these messages; those that do not arrive in time are pulled. */
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

    /** Pulls overdue messages, from one holder after the other, tree neighbours first. */
    public void pullsDue() {
        if (pulls.due()) rounds.disturbed();
    }

    /** Repeats a pull, since the first may have been lost. */
    public void pullAgain(PeerId holder, List<Integer> lazyPush) {
        pulls.again(holder, lazyPush);
    }

    /** Answers pulls from memory; older messages are left to anti-entropy. */
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

    /** Ends the round: announces to each neighbour the ids gathered for it. */
    public void roundEnd() {
        rounds.end();
        turn.count(Count.ROUNDS);
        for (var neighbour : active.all()) {
            flush(neighbour, neighbour.announcements());
            neighbour.drawLot(turn.random());
        }
    }

    /**
     * Announces recently pushed messages over the same links, so that a receiver that lost the payload notices at once.
     */
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

    /** Announces the newest messages to a new child: nobody pushed to it while it changed its parent. */
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
     * Selects neighbours so that {@code fanout} in all get each message or its id; more if the tree has more links. The
     * choice is random for each message, or over reliable links for each round, so that ids share few frames.
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
