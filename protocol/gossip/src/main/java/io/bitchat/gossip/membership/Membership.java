package io.bitchat.gossip.membership;

import io.bitchat.gossip.Contact;
import io.bitchat.gossip.Effect;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.Timer;
import io.bitchat.gossip.Turn;
import io.bitchat.gossip.wire.Frame;
import io.bitchat.gossip.wire.FrameCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Maintains a few links, most of them to near nodes and some to random ones, and contacts to replace them (HyParView,
 * Leitão et al. 2007; near neighbours as in GoCast, Tang and Ward 2005).
 */
public final class Membership {
    private static final int JOIN_WALK = 4;
    private static final int JOIN_COPIES = 2;
    private static final int SHUFFLE_WALK = 2;
    private static final int SHUFFLE_SIZE = 5;
    private static final int WELCOME_SIZE = 12;
    private static final int SLACK = 2;
    private static final int CROWD = 2;
    /** A better neighbour must be below this many tenths of the farthest neighbour's distance. */
    private static final int LITTLE_NEARER = 9;

    private static final int MUCH_NEARER = 7;
    /** The worst neighbour must be farther than this many per cent of the asker's distance. */
    private static final int LITTLE_FARTHER = 108;

    private static final int MUCH_FARTHER = 140;
    private static final long BAN = 60_000_000;
    private static final long REQUEST_PATIENCE = 1_000_000;
    private static final long CONNECTION_PATIENCE = 15_000_000;
    private static final long REFUSAL = 30_000_000;
    private static final long YOUTH = 6_000_000;
    private static final int UPKEEP_PER_SILENCE = 6;
    private static final Duration SHUFFLE_INTERVAL = Duration.ofSeconds(30);
    private static final Duration YOUNG_SHUFFLE_INTERVAL = Duration.ofSeconds(1);
    private static final Duration YOUNG_UPKEEP_INTERVAL = Duration.ofMillis(200);
    private static final Duration LONGEST_UPKEEP_INTERVAL = Duration.ofSeconds(2);
    private static final int MAX_ROUND_TRIP_MILLIS = 0xFFFF;

    private final Contact self;
    private final Turn turn;
    private final Listener listener;
    private final ActiveView active = new ActiveView();
    private final PassiveView passive;
    private final Map<PeerId, Request> requests = new LinkedHashMap<>();
    private final Probes probes;
    private long startedAt;

    /** Listener for new and lost links. */
    public interface Listener {
        void up(Neighbour neighbour);

        void down(Neighbour neighbour);
    }

    private record Request(Contact to, long at, boolean roaming) {}

    public Membership(Contact self, Turn turn, Listener listener) {
        this.self = self;
        this.turn = turn;
        this.listener = listener;
        this.passive = new PassiveView(self.id(), turn.parameters().passive(), turn.random());
        this.probes = new Probes(turn, active, passive);
    }

    /** The active view: the links in use. */
    public ActiveView active() {
        return active;
    }

    /** Joins the overlay through two known nodes. */
    public void start(List<Contact> known) {
        startedAt = turn.micros();
        passive.addAll(known);
        passive.sample(JOIN_COPIES).forEach(contact -> turn.send(contact, new Frame.Join(self)));
        turn.schedule(new Timer.Upkeep(), turn.jittered(Duration.ofMillis(150)));
        turn.schedule(new Timer.Shuffling(), turn.jittered(YOUNG_SHUFFLE_INTERVAL));
    }

    /** Leaves the overlay: disconnects from all neighbours. */
    public void leave() {
        active.copy().forEach(this::drop);
    }

    /** Maintains the views. Runs several times within the time after which a silent neighbour counts as gone. */
    public void upkeep() {
        giveUpRequests();
        giveUpSilent();
        releaseRoaming();
        probes.ask();
        if (active.size() < least()) fill();
        else improve();
        turn.schedule(new Timer.Upkeep(), turn.jittered(isYoung() ? YOUNG_UPKEEP_INTERVAL : upkeepInterval()));
    }

    private Duration upkeepInterval() {
        var interval = turn.parameters().silence().dividedBy(UPKEEP_PER_SILENCE);
        return interval.compareTo(LONGEST_UPKEEP_INTERVAL) < 0 ? interval : LONGEST_UPKEEP_INTERVAL;
    }

    /** Sends some contacts on a random walk; the node at its end exchanges contacts with this one. */
    public void shuffle() {
        active.any(turn.random()).ifPresent(neighbour -> {
            var contacts = new ArrayList<>(passive.sample(SHUFFLE_SIZE));
            turn.send(neighbour.contact(), new Frame.Shuffle(SHUFFLE_WALK, self, contacts));
        });
        var interval = isYoung()
                ? YOUNG_SHUFFLE_INTERVAL
                : SHUFFLE_INTERVAL.multipliedBy(turn.parameters().rarity());
        turn.schedule(new Timer.Shuffling(), turn.jittered(interval));
    }

    /** A link could not be opened, broke, or its other end was silent for too long. */
    public void linkFailed(PeerId peer) {
        var request = requests.remove(peer);
        if (request != null) passive.lose(request.to(), turn.micros());
        var neighbour = active.remove(peer);
        if (neighbour == null) return;
        passive.lose(neighbour.contact(), turn.micros());
        listener.down(neighbour);
        if (active.size() < least()) fill();
    }

    /** Bans a neighbour: drops the link and refuses new ones for a minute. */
    public void ban(Neighbour neighbour) {
        if (active.remove(neighbour.id()) == null) return;
        turn.send(neighbour.contact(), new Frame.Disconnect());
        turn.effect(new Effect.Disconnect(neighbour.id()));
        passive.ban(neighbour.id(), turn.micros() + BAN);
        listener.down(neighbour);
    }

    // --- frames

    /** Answers a newcomer with contacts, and forwards its join on two random walks. */
    public void joined(PeerId from, Contact newcomer) {
        if (!newcomer.id().equals(from) || isBanned(from)) return;
        turn.send(newcomer, new Frame.ShuffleReply(welcome(newcomer.id())));
        active.all().stream()
                .filter(neighbour -> !neighbour.id().equals(newcomer.id()))
                .limit(JOIN_COPIES)
                .forEach(neighbour -> turn.send(neighbour.contact(), new Frame.ForwardJoin(JOIN_WALK, newcomer)));
        passive.add(newcomer);
        if (active.size() < wanted()) request(newcomer, false);
    }

    private List<Contact> welcome(PeerId newcomer) {
        var contacts = new ArrayList<>(passive.sample(WELCOME_SIZE));
        active.all().forEach(neighbour -> contacts.add(neighbour.contact()));
        contacts.removeIf(contact -> contact.id().equals(newcomer));
        return contacts.subList(0, Math.min(FrameCodec.MAX_CONTACTS, contacts.size()));
    }

    public void forwardedJoin(PeerId from, int walk, Contact newcomer) {
        if (newcomer.id().equals(self.id())) return;
        passive.add(newcomer);
        var next = walk == 0 ? null : onward(from, newcomer.id());
        if (next != null) turn.send(next.contact(), new Frame.ForwardJoin(Math.min(walk, JOIN_WALK) - 1, newcomer));
        else if (active.size() < wanted()) request(newcomer, false);
    }

    private @Nullable Neighbour onward(PeerId from, PeerId about) {
        var others = active.all().stream()
                .filter(neighbour ->
                        !neighbour.id().equals(from) && !neighbour.id().equals(about))
                .toList();
        return others.isEmpty() ? null : others.get(turn.random().nextInt(others.size()));
    }

    public void asked(PeerId from, Frame.Neighbour ask) {
        if (!ask.asker().id().equals(from)) return;
        boolean welcome = active.has(from) || hasRoomFor(ask);
        turn.send(ask.asker(), new Frame.NeighbourReply(welcome));
        if (welcome && !active.has(from)) {
            add(ask.asker(), ask.roaming(), ask.roundTripMillis() * 1_000L);
            trim(from);
        }
    }

    private boolean hasRoomFor(Frame.Neighbour ask) {
        if (isBanned(ask.asker().id()) || active.size() >= CROWD * wanted()) return false;
        if (ask.urgent() || active.size() < wanted()) return true;
        if (ask.roaming()) return active.size() < wanted() + SLACK;
        return ask.roundTripMillis() > 0
                && active.worst()
                        .filter(worst -> isWelcome(ask.roundTripMillis() * 1_000L, worst))
                        .isPresent();
    }

    /** Less strict than {@link #isWorthIt}, since the asker has already judged the link worth it. */
    private boolean isWelcome(long roundTrip, Neighbour worst) {
        int percent = turn.parameters().lossy() ? LITTLE_FARTHER : MUCH_FARTHER;
        return worst.distance() * 100 > roundTrip * percent;
    }

    public void answered(PeerId from, boolean accepted) {
        var request = requests.remove(from);
        if (request == null) return;
        if (!accepted) passive.refused(from, turn.micros());
        if (!accepted || active.has(from)) return;
        add(request.to(), request.roaming(), passive.roundTrip(from));
        trim(from);
    }

    public void disconnected(PeerId from) {
        var neighbour = active.remove(from);
        turn.effect(new Effect.Disconnect(from));
        if (neighbour == null) return;
        passive.add(neighbour.contact());
        listener.down(neighbour);
    }

    public void shuffled(PeerId from, Frame.Shuffle shuffle) {
        if (shuffle.origin().id().equals(self.id())) return;
        var next = shuffle.walk() == 0 ? null : onward(from, shuffle.origin().id());
        if (next != null) {
            int walk = Math.min(shuffle.walk(), SHUFFLE_WALK) - 1;
            turn.send(next.contact(), new Frame.Shuffle(walk, shuffle.origin(), shuffle.contacts()));
            return;
        }
        turn.send(shuffle.origin(), new Frame.ShuffleReply(passive.sample(SHUFFLE_SIZE)));
        learn(shuffle.contacts());
        passive.add(shuffle.origin());
    }

    /** Whether all nodes that this node knows are its neighbours. */
    public boolean isMesh() {
        return passive.isWithin(active::has);
    }

    /** Learns contacts that another node has sent. */
    public void learn(List<Contact> contacts) {
        contacts.stream()
                .filter(contact -> !active.has(contact.id()))
                .forEach(contact -> passive.addAll(List.of(contact)));
        if (active.size() < least() && requests.isEmpty()) fill();
    }

    public void pinged(Contact from, int token) {
        turn.send(from, new Frame.Pong(token, active.size()));
    }

    public void ponged(PeerId from, int token) {
        if (probes.answered(from, token) && !active.has(from))
            passive.any(c -> c.id().equals(from)).ifPresent(this::bridge);
    }

    /** Asks a lost node that answers again for a roaming link, which reconnects the parts of a partitioned network. */
    private void bridge(Contact contact) {
        if (!requests.containsKey(contact.id())) request(contact, true);
    }

    // --- links

    private boolean isYoung() {
        return turn.micros() - startedAt < YOUTH;
    }

    /** Whether a peer is banned at the moment. */
    public boolean isBanned(PeerId peer) {
        return passive.isBanned(peer, turn.micros());
    }

    private int wanted() {
        return turn.parameters().degree() + turn.parameters().roaming();
    }

    /**
     * Number of links below which new ones are sought. One may be missing if seeking costs connections, since not all
     * nodes can have exactly the wanted number.
     */
    private int least() {
        return turn.parameters().lossy() ? wanted() : wanted() - 1;
    }

    private void fill() {
        int lacking = wanted() - active.size() - requests.size();
        for (int i = 0; i < Math.min(lacking, 2); i++) {
            boolean roaming = active.roamingLinks() < turn.parameters().roaming() && i == 0;
            passive.any(this::isCandidate).ifPresent(contact -> request(contact, roaming));
        }
    }

    private void improve() {
        if (active.roamingLinks() < turn.parameters().roaming()) {
            passive.any(this::isCandidate).ifPresent(contact -> request(contact, true));
            return;
        }
        var worst = active.worst();
        var best = passive.nearest(this::isCandidate);
        if (worst.isEmpty() || best.isEmpty() || worst.get().distance() == 0) return;
        if (isWorthIt(passive.roundTrip(best.get().id()), worst.get())) request(best.get(), false);
    }

    /**
     * Whether a contact is near enough to replace the worst neighbour. It must be much nearer if a link costs a
     * connection.
     */
    private boolean isWorthIt(long roundTrip, Neighbour worst) {
        int tenths = turn.parameters().lossy() ? LITTLE_NEARER : MUCH_NEARER;
        return roundTrip * 10 < worst.distance() * tenths;
    }

    private boolean isCandidate(Contact contact) {
        return !active.has(contact.id())
                && !requests.containsKey(contact.id())
                && !isBanned(contact.id())
                && !passive.refusedAfter(
                        contact.id(),
                        turn.micros() - REFUSAL * turn.parameters().rarity());
    }

    private void request(Contact to, boolean roaming) {
        if (isBanned(to.id()) || active.size() + requests.size() >= CROWD * wanted()) return;
        requests.put(to.id(), new Request(to, turn.micros(), roaming));
        int millis = (int) Math.min(MAX_ROUND_TRIP_MILLIS, passive.roundTrip(to.id()) / 1_000);
        turn.send(to, new Frame.Neighbour(self, active.size() == 0, roaming, millis));
    }

    private void add(Contact contact, boolean roaming, long roundTrip) {
        requests.remove(contact.id());
        passive.remove(contact.id());
        var neighbour = new Neighbour(contact, roaming, roundTrip, turn.micros());
        active.put(neighbour);
        probes.measureSoon(contact);
        listener.up(neighbour);
    }

    /** Drops the worst link if there are too many, unless it is the newest. */
    private void trim(PeerId newest) {
        if (active.size() <= wanted() + 1) return;
        active.worst().filter(worst -> !worst.id().equals(newest)).ifPresent(this::drop);
    }

    private void drop(Neighbour neighbour) {
        active.remove(neighbour.id());
        turn.send(neighbour.contact(), new Frame.Disconnect());
        turn.effect(new Effect.Disconnect(neighbour.id()));
        passive.add(neighbour.contact());
        passive.measured(neighbour.id(), neighbour.distance());
        listener.down(neighbour);
    }

    /** If there are more roaming links than needed, the oldest become ordinary links. */
    private void releaseRoaming() {
        long surplus = active.roamingLinks() - turn.parameters().roaming() - 1;
        active.all().stream()
                .filter(Neighbour::isRoaming)
                .limit(Math.max(0, surplus))
                .forEach(Neighbour::stayOnlyWhileNear);
    }

    /** Longer over connections: one that cannot be opened fails by itself. */
    private long requestPatience() {
        return turn.parameters().lossy() ? REQUEST_PATIENCE : CONNECTION_PATIENCE;
    }

    private void giveUpRequests() {
        for (var request : List.copyOf(requests.values())) {
            if (turn.micros() - request.at() < requestPatience()) continue;
            requests.remove(request.to().id());
            passive.lose(request.to(), turn.micros());
        }
    }

    private void giveUpSilent() {
        long silence = turn.parameters().silence().toNanos() / 1_000;
        var silent = active.all().stream()
                .filter(neighbour -> turn.micros() - neighbour.lastHeard() > silence)
                .toList();
        silent.forEach(neighbour -> linkFailed(neighbour.id()));
    }
}
