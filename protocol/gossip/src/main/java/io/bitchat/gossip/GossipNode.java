package io.bitchat.gossip;

import io.bitchat.gossip.broadcast.Broadcast;
import io.bitchat.gossip.causal.CausalOrder;
import io.bitchat.gossip.causal.CausalOrder.Offer;
import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.causal.HybridTime;
import io.bitchat.gossip.causal.Past;
import io.bitchat.gossip.membership.ActiveView;
import io.bitchat.gossip.membership.Allowance;
import io.bitchat.gossip.membership.Membership;
import io.bitchat.gossip.membership.Neighbour;
import io.bitchat.gossip.repair.AntiEntropy;
import io.bitchat.gossip.tree.Tree;
import io.bitchat.gossip.wire.Decoded;
import io.bitchat.gossip.wire.Frame;
import io.bitchat.gossip.wire.FrameCodec;
import io.bitchat.gossip.wire.Packet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Node of the gossip protocol for one member of one group, or a relay of the group. It maps inputs to effects, without
 * clock, thread, socket or random source of its own. Single-threaded. docs/protocols/gossip.md is the specification.
 *
 * <p>A relay has no {@link Seal}: it sees ciphertext, passes it on, and takes part in neither causal order nor
 * anti-entropy.
 */
public final class GossipNode {
    private static final int REMEMBERED_DOTS = 4_096;
    /** Waiting messages of one writer that are passed on at once, since most causes are already on their way. */
    private static final int PASSED_ON_EARLY = 32;

    private static final int REPLY_HOPS = 1;
    private static final Duration CAUSE_PATIENCE = Duration.ofMillis(150);
    private static final int MOST_CAUSES_ASKED = 6;

    private final Contact self;
    private final @Nullable Seal seal;
    private final Turn turn;
    private final Membership membership;
    private final Tree tree;
    private final Broadcast broadcast;
    private final CausalOrder causal;
    private final AntiEntropy antiEntropy;
    private final Map<Dot, MessageId> dots = new LinkedHashMap<>();
    /** Messages that wait for causes and were not passed on yet; bounded by the number that may wait. */
    private final Set<Dot> kept = new HashSet<>();

    private final Allowance strangerFrames = new Allowance(Neighbour.FRAMES_AT_ONCE, Neighbour.FRAMES_PER_SECOND, 0);
    private final Allowance strangerAnswers = new Allowance(Neighbour.ANSWERS_AT_ONCE, Neighbour.ANSWERS_PER_SECOND, 0);

    private GossipNode(
            Contact self, GossipParameters parameters, @Nullable Seal seal, Past past, RandomGenerator random) {
        this.self = self;
        this.seal = seal;
        this.turn = new Turn(parameters, random);
        this.causal = new CausalOrder(past, parameters.waiting());
        this.membership = new Membership(self, turn, new Links());
        this.tree = new Tree(self.id(), turn, membership.active());
        this.broadcast = new Broadcast(turn, membership.active());
        this.antiEntropy = new AntiEntropy(turn, causal, membership.active());
    }

    /** @param past past of an earlier run; without its own messages the node would reuse their clock entries */
    public static GossipNode member(
            Contact self, GossipParameters parameters, Seal seal, Past past, RandomGenerator random) {
        return new GossipNode(self, parameters, seal, past, random);
    }

    /** A relay, which passes on messages that it cannot read. */
    public static GossipNode relay(Contact self, GossipParameters parameters, RandomGenerator random) {
        return new GossipNode(self, parameters, null, Past.empty(), random);
    }

    /** Handles one input. {@code now} should not go back between calls. */
    public List<Effect> handle(Input input, Instant now) {
        turn.begin(now);
        var parent = tree.parent();
        switch (input) {
            case Input.Started(var known) -> start(known);
            case Input.Published(var payload) -> publish(payload);
            case Input.Received(var from, var packet) -> received(from, packet);
            case Input.LinkFailed(var peer) -> membership.linkFailed(peer);
            case Input.TimerFired(var timer) -> fired(timer);
            case Input.Loaded(var to, var messages) -> reply(to, messages);
            case Input.Left() -> membership.leave();
        }
        if (tree.parent() != parent) broadcast.disturbed();
        return turn.end();
    }

    /** Id and address of this node. */
    public Contact self() {
        return self;
    }

    /** The active view: the links in use. */
    public ActiveView active() {
        return membership.active();
    }

    /** State to keep across a restart. */
    public Past past() {
        return causal.past();
    }

    /** The causal order: delivered and waiting messages. */
    public CausalOrder causal() {
        return causal;
    }

    /** Value of a counter since this node was created. */
    public long counted(Count count) {
        return turn.counted(count);
    }

    private void start(List<Contact> known) {
        membership.start(known);
        tree.start();
        if (seal != null) antiEntropy.start();
    }

    private void publish(byte[] payload) {
        if (seal == null) throw new IllegalStateException("a relay cannot publish messages");
        if (payload.length > Message.MAX_PAYLOAD_BYTES) throw new IllegalArgumentException(payload.length + " bytes");
        while (causal.isWide()) say(seal, new byte[0]);
        say(seal, payload);
    }

    private void say(Seal withSeal, byte[] payload) {
        var header = causal.write(self.id(), turn.now());
        var envelope = withSeal.seal(header, payload);
        remember(header.dot(), envelope.id());
        turn.count(Count.PUBLISHED);
        deliver(new Message(envelope, header, payload));
        if (!turn.parameters().lossy() && membership.isMesh()) broadcast.publishToAll(envelope);
        else broadcast.publish(envelope);
        causal.releasedBy(header.dot()).forEach(this::deliver);
    }

    private void fired(Timer timer) {
        switch (timer) {
            case Timer.Upkeep() -> upkeep();
            case Timer.Beacon() -> tree.beacon();
            case Timer.GraftDue(var parent) -> tree.graftDue(parent);
            case Timer.Shuffling() -> membership.shuffle();
            case Timer.AntiEntropy() -> antiEntropy.round();
            case Timer.RoundEnd() -> broadcast.roundEnd();
            case Timer.TailDue(int time) -> broadcast.tailDue(time);
            case Timer.PullsDue() -> broadcast.pullsDue();
            case Timer.PullAgain(var holder, var briefs) -> broadcast.pullAgain(holder, briefs);
            case Timer.CatchUp() -> catchUp();
            case Timer.CauseDue(var from, var waiting, int asked) -> causeDue(from, waiting, asked);
        }
    }

    private void upkeep() {
        membership.upkeep();
        tree.upkeep();
    }

    /** Asks again: another cause may be missing, or the one that arrived may wait for one that nobody asked for. */
    private void causeDue(PeerId from, Dot waiting, int asked) {
        causal.lacking(waiting).ifPresent(cause -> {
            antiEntropy.need(contact(from), cause);
            if (asked + 1 < MOST_CAUSES_ASKED) awaitCause(from, waiting, asked + 1);
        });
    }

    private void awaitCause(PeerId from, Dot waiting, int asked) {
        turn.schedule(new Timer.CauseDue(from, waiting, asked), CAUSE_PATIENCE.multipliedBy(1L << asked));
    }

    private void catchUp() {
        antiEntropy.catchUp();
        broadcast.setCatchingUp(antiEntropy.isCatchingUp());
    }

    // --- frames

    private void received(PeerId from, Packet packet) {
        var neighbour = membership.active().get(from);
        if (neighbour == null && membership.isBanned(from)) {
            turn.count(Count.DROPPED_BANNED);
            return;
        }
        if (!(neighbour == null ? strangerFrames.take(turn.micros()) : neighbour.heard(turn.micros()))) {
            turn.count(Count.DROPPED_FLOOD);
            return;
        }
        switch (FrameCodec.decode(packet)) {
            case Decoded.Complete(var frame) -> frame(from, neighbour, frame);
            case Decoded.Malformed _ -> offended(neighbour, Count.DROPPED_MALFORMED);
        }
    }

    private void frame(PeerId from, @Nullable Neighbour neighbour, Frame frame) {
        switch (frame) {
            case Frame.Reply(int hops, var envelope) -> payload(from, neighbour, envelope, hops, false);
            case Frame.Join(var newcomer) -> membership.joined(from, newcomer);
            case Frame.ForwardJoin(int walk, var newcomer) -> membership.forwardedJoin(from, walk, newcomer);
            case Frame.Neighbour ask -> membership.asked(from, ask);
            case Frame.NeighbourReply(boolean accepted) -> membership.answered(from, accepted);
            case Frame.Disconnect() -> membership.disconnected(from);
            case Frame.Shuffle shuffle -> membership.shuffled(from, shuffle);
            case Frame.ShuffleReply(var contacts) -> membership.learn(contacts);
            case Frame.Ping(int token) -> membership.pinged(contact(from), token);
            case Frame.Pong(int token, int _) -> membership.ponged(from, token);
            case Frame.Digest digest -> ifMember(() -> antiEntropy.digested(contact(from), digest));
            case Frame.Split split -> ifMember(() -> antiEntropy.split(contact(from), split));
            case Frame.Listing listing -> ifMember(() -> antiEntropy.listed(contact(from), listing));
            case Frame.Fetch(var ranges) ->
                ifMember(() -> antiEntropy.asked(
                        contact(from), ranges, neighbour == null ? strangerAnswers : neighbour.answers()));
            case Frame.Push _,
                    Frame.Announce _,
                    Frame.Pull _,
                    Frame.Prune _,
                    Frame.Graft _,
                    Frame.Beacon _,
                    Frame.Seek _ -> spreading(from, neighbour, frame);
        }
    }

    /** Handles frames that only neighbours send. A sender that is no neighbour gets a Disconnect. */
    private void spreading(PeerId from, @Nullable Neighbour neighbour, Frame frame) {
        if (neighbour == null) {
            turn.send(contact(from), new Frame.Disconnect());
            if (frame instanceof Frame.Push(int hops, var envelope)) payload(from, null, envelope, hops, false);
            return;
        }
        switch (frame) {
            case Frame.Push(int hops, var envelope) -> pushed(neighbour, envelope, hops);
            case Frame.Announce(var briefs) -> broadcast.announced(neighbour, briefs);
            case Frame.Pull(var briefs) -> broadcast.pulled(neighbour, briefs);
            case Frame.Prune() -> {
                neighbour.setChild(false);
                broadcast.disturbed();
            }
            case Frame.Graft() -> {
                if (tree.grafted(neighbour)) broadcast.welcome(neighbour);
                broadcast.disturbed();
            }
            case Frame.Beacon(var route) -> tree.told(neighbour, route);
            case Frame.Seek(var root) -> tree.sought(neighbour, root);
            default -> throw new IllegalStateException("not for neighbours only: " + frame);
        }
    }

    /** A neighbour that pushes without being parent or child has missed a change of the tree, so it gets a Prune. */
    private void pushed(Neighbour neighbour, Envelope envelope, int hops) {
        if (!neighbour.isInTree() && hops != Broadcast.TO_ALL) {
            turn.count(Count.PRUNES_SENT);
            turn.send(neighbour.contact(), new Frame.Prune());
        }
        payload(neighbour.id(), neighbour, envelope, hops, true);
    }

    private void ifMember(Runnable work) {
        if (seal != null) work.run();
    }

    private Contact contact(PeerId peer) {
        var neighbour = membership.active().get(peer);
        return neighbour == null ? new Contact(peer, "") : neighbour.contact();
    }

    private void reply(PeerId to, List<Envelope> messages) {
        for (var envelope : messages) {
            turn.count(Count.REPLIES_SENT);
            turn.send(contact(to), new Frame.Reply(REPLY_HOPS, envelope));
        }
    }

    // --- messages

    private void payload(PeerId from, @Nullable Neighbour neighbour, Envelope envelope, int hops, boolean alongTree) {
        turn.count(Count.PAYLOADS_RECEIVED);
        if (broadcast.has(envelope)) {
            turn.count(Count.DUPLICATE_PAYLOADS);
            return;
        }
        if (seal == null) {
            pass(neighbour, envelope, hops, alongTree);
            return;
        }
        switch (seal.open(envelope)) {
            case Seal.Opened.Refused(var fault) -> refused(neighbour, fault);
            case Seal.Opened.Genuine(var message) -> genuine(from, neighbour, message, hops, alongTree);
        }
    }

    private void pass(@Nullable Neighbour neighbour, Envelope envelope, int hops, boolean alongTree) {
        if (alongTree && neighbour != null) broadcast.pushed(neighbour, envelope, hops);
        else broadcast.replied(neighbour, envelope, hops);
    }

    private void genuine(PeerId from, @Nullable Neighbour neighbour, Message message, int hops, boolean alongTree) {
        var header = message.header();
        var known = dots.get(header.dot());
        if (known != null && !known.equals(message.envelope().id())) {
            contradicted(neighbour, header);
            return;
        }
        var skew = ClockSkew.of(header.time(), turn.now());
        skew.counter().ifPresent(turn::count);
        if (skew == ClockSkew.EXCESSIVE) return;
        switch (causal.offer(message)) {
            case Offer.Known() -> turn.count(Count.DUPLICATE_PAYLOADS);
            case Offer.Full() -> turn.count(Count.DROPPED_WAITING_FULL);
            case Offer.Delivered(var messages) -> {
                take(neighbour, message, hops, alongTree);
                messages.forEach(this::deliver);
            }
            case Offer.Waiting() -> {
                if (causal.waitingOf(header.writer()) <= PASSED_ON_EARLY) take(neighbour, message, hops, alongTree);
                else keep(message, hops);
                awaitCause(from, header.dot(), 0);
            }
        }
    }

    /** An offence only if the writer itself sent it: it signed both, and others may have got the other one first. */
    private void contradicted(@Nullable Neighbour neighbour, Header header) {
        if (neighbour != null && neighbour.id().equals(header.writer()))
            offended(neighbour, Count.DROPPED_EQUIVOCATION);
        else turn.count(Count.DROPPED_EQUIVOCATION);
    }

    private void take(@Nullable Neighbour neighbour, Message message, int hops, boolean alongTree) {
        remember(message.header().dot(), message.envelope().id());
        pass(neighbour, message.envelope(), hops, alongTree);
    }

    /** Passes the message on only once it is delivered: it may wait forever, at the cost of others. */
    private void keep(Message message, int hops) {
        remember(message.header().dot(), message.envelope().id());
        broadcast.kept(message.envelope(), hops);
        kept.add(message.header().dot());
    }

    private void deliver(Message message) {
        turn.count(Count.DELIVERED);
        if (kept.remove(message.header().dot())) broadcast.released(message.envelope());
        antiEntropy.delivered(message.header().writer());
        turn.effect(new Effect.Deliver(message));
    }

    private void remember(Dot dot, MessageId id) {
        dots.put(dot, id);
        if (dots.size() > REMEMBERED_DOTS) dots.remove(dots.keySet().iterator().next());
    }

    /** An unknown writer is no offence: it had the group's key, and the neighbour may know a new member earlier. */
    private void refused(@Nullable Neighbour neighbour, Seal.Fault fault) {
        if (fault == Seal.Fault.NOT_A_MEMBER) turn.count(Count.DROPPED_NOT_A_MEMBER);
        else offended(neighbour, Count.of(fault));
    }

    private void offended(@Nullable Neighbour neighbour, Count count) {
        turn.count(count);
        if (neighbour == null || !neighbour.offended(turn.micros())) return;
        turn.count(Count.NEIGHBOURS_BANNED);
        membership.ban(neighbour);
    }

    private final class Links implements Membership.Listener {
        @Override
        public void up(Neighbour neighbour) {
            neighbour.drawLot(turn.random());
            broadcast.disturbed();
            tree.up(neighbour);
            if (seal != null) antiEntropy.compareWith(neighbour);
        }

        @Override
        public void down(Neighbour neighbour) {
            broadcast.disturbed();
            tree.down(neighbour);
        }
    }

    /** The latest time stamp that this node knows. */
    public HybridTime latest() {
        return causal.past().latest();
    }
}
