package io.bitchat.gossip.network;

import io.bitchat.gossip.Contact;
import io.bitchat.gossip.Effect;
import io.bitchat.gossip.GossipNode;
import io.bitchat.gossip.GossipParameters;
import io.bitchat.gossip.Input;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.seal.Circle;
import io.bitchat.gossip.wire.Decoded;
import io.bitchat.gossip.wire.Frame;
import io.bitchat.gossip.wire.FrameCodec;
import io.bitchat.gossip.wire.Packet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Simulated network: a few nodes, packets in transit, and a clock that jumps from event to event. Deterministic for a
 * seed.
 */
public final class Network {
    private static final Instant START = Instant.ofEpochSecond(1_700_000_000);
    private static final long LEAST_DELAY = 2_000;
    private static final int SPREAD_OF_DELAY = 8_000;

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final Map<PeerId, Site> sites = new LinkedHashMap<>();
    private final Map<Link, Long> lastArrival = new HashMap<>();
    private final List<Sent> sent = new ArrayList<>();
    private final Random random;
    private final GossipParameters parameters;
    private final Circle circle;
    private Rule rule = _ -> true;
    private int copies = 1;
    private boolean recording;
    private long now;
    private long order;

    private record Event(long at, long order, PeerId to, int life, Input input) {}

    private record Link(PeerId from, PeerId to) {}

    /** A frame in transit. */
    public record Sent(PeerId from, PeerId to, Frame frame) {}

    /** Decides which frames arrive. */
    public interface Rule {
        boolean passes(Sent sent);
    }

    /** A network of members in the order of their ids, not started yet. */
    public Network(long seed, int members, GossipParameters parameters) {
        this(seed, members, 0, parameters);
    }

    /** A network of members, then relays, whose ids are above those of most members. */
    public Network(long seed, int members, int relays, GossipParameters parameters) {
        this.random = new Random(seed);
        this.parameters = parameters;
        this.circle = new Circle(seed, members);
        for (int i = 0; i < members; i++) add(new Site(circle.member(i), circle.sealOf(i)));
        for (int i = 0; i < relays; i++) add(new Site(new PeerId(-1L - i), null));
    }

    private void add(Site site) {
        sites.put(site.id(), site);
    }

    // --- actions

    /** Starts all nodes; each knows a few that are already running. */
    public Network startAll() {
        for (int i = 0; i < sites.size(); i++) {
            int count = i;
            start(
                    i,
                    i == 0
                            ? List.of()
                            : random.ints(3, 0, count)
                                    .distinct()
                                    .mapToObj(this::contact)
                                    .toList());
            run(Duration.ofMillis(10));
        }
        return this;
    }

    /** Starts a node, or restarts it with its past. */
    public void start(int index, List<Contact> known) {
        var site = site(index);
        site.begin(parameters, new Random(random.nextLong()));
        handle(site, new Input.Started(known));
    }

    public void kill(int index) {
        site(index).end();
    }

    /** Breaks a node's link to another, and reports this to the node. */
    public void fail(int index, PeerId peer) {
        handle(site(index), new Input.LinkFailed(peer));
    }

    public Network run(Duration time) {
        long until = now + time.toNanos() / 1_000;
        while (!events.isEmpty() && events.peek().at() <= until) {
            var event = events.remove();
            now = event.at();
            var site = sites.get(event.to());
            if (site != null && site.isLife(event.life())) handle(site, event.input());
        }
        now = until;
        return this;
    }

    public void publish(int index, String text) {
        handle(site(index), new Input.Published(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    /** Delivers a frame to a node as if another node had sent it. */
    public List<Effect> inject(PeerId from, int to, Frame frame) {
        var packet = Packet.received(FrameCodec.encode(frame).toBytes());
        return handle(site(to), new Input.Received(from, packet));
    }

    /** Delivers only frames that pass the rule from now on; the others are lost silently. */
    public void allow(Rule only) {
        rule = only;
    }

    /** Delivers each frame this many times from now on. */
    public void repeat(int times) {
        copies = times;
    }

    /** Records the frames that are sent from now on. */
    public void record() {
        sent.clear();
        recording = true;
    }

    // --- observations

    public List<Sent> sent() {
        return sent;
    }

    public Site site(int index) {
        return sites.get(sites.keySet().stream().skip(index).findFirst().orElseThrow());
    }

    public GossipNode node(int index) {
        return site(index).node();
    }

    public List<Site> sites() {
        return List.copyOf(sites.values());
    }

    public Contact contact(int index) {
        return site(index).contact();
    }

    public List<Contact> contacts(int... indices) {
        return IntStream.of(indices).mapToObj(this::contact).toList();
    }

    public Circle circle() {
        return circle;
    }

    public Instant now() {
        return START.plusNanos(now * 1_000);
    }

    /** Whether all running members have delivered the same messages. */
    public boolean isLevel() {
        return sites.values().stream()
                        .filter(site -> site.isMember() && site.isAlive())
                        .map(site -> site.node().causal().clock())
                        .distinct()
                        .count()
                == 1;
    }

    // --- the network

    private List<Effect> handle(Site site, Input input) {
        var effects = site.node().handle(input, now());
        for (var effect : effects) carryOut(site, effect);
        return effects;
    }

    private void carryOut(Site site, Effect effect) {
        switch (effect) {
            case Effect.Send(var to, var packet) -> send(site, to.id(), packet);
            case Effect.Disconnect _ -> {}
            case Effect.Schedule(var timer, var after) ->
                put(now + after.toNanos() / 1_000, site, new Input.TimerFired(timer));
            case Effect.Deliver(var message) -> site.deliver(message);
            case Effect.Load(var to, var ranges) -> put(now, site, new Input.Loaded(to, site.load(ranges)));
        }
    }

    private void send(Site from, PeerId to, Packet packet) {
        var target = sites.get(to);
        var bytes = Packet.received(packet.toBytes());
        if (!(FrameCodec.decode(bytes) instanceof Decoded.Complete(var frame)))
            throw new AssertionError(from.id() + " sent what no node reads: " + FrameCodec.decode(bytes));
        var onItsWay = new Sent(from.id(), to, frame);
        if (recording) sent.add(onItsWay);
        if (target == null || !target.isAlive()) {
            put(arrival(from.id(), to), from, new Input.LinkFailed(to));
        } else if (rule.passes(onItsWay)) {
            for (int i = 0; i < copies; i++) put(arrival(from.id(), to), target, new Input.Received(from.id(), bytes));
        }
    }

    /** Time of arrival; links keep order, as TCP does. */
    private long arrival(PeerId from, PeerId to) {
        long delay = LEAST_DELAY + random.nextInt(SPREAD_OF_DELAY);
        return lastArrival.merge(new Link(from, to), now + delay, (last, next) -> Math.max(last + 1, next));
    }

    private void put(long at, Site to, Input input) {
        events.add(new Event(at, order++, to.id(), to.life(), input));
    }
}
