package io.bitchat.lan.network;

import io.bitchat.lan.CloseReason;
import io.bitchat.lan.Effect;
import io.bitchat.lan.Input;
import io.bitchat.lan.LanParameters;
import io.bitchat.lan.LinkId;
import io.bitchat.lan.wire.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A local network in virtual time: datagrams may be lost, connections keep order. Hosts that are apart lose what is
 * under way between them, and their connections end a moment later. Deterministic for a seed.
 */
public final class Lan {
    public static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    public static final Duration TICK = Duration.ofMillis(50);
    private static final long BROKEN_AFTER = 2_000;
    private static final long DIAL_FAILS_AFTER = 1_000;

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final List<Host> hosts = new ArrayList<>();
    private final Map<End, End> connections = new HashMap<>();
    private final Random random;
    private final LanParameters parameters;
    private Apart apart = (_, _) -> false;
    private boolean closedPorts;
    private Apart noDials = (_, _) -> false;
    private double loss;
    private int copies = 1;
    private long now;
    private long order;
    private long accepted;

    private record Event(long at, long order, Runnable work) {}

    /** One end of a connection. */
    record End(Host host, int life, LinkId link) {}

    /** Tells which hosts cannot reach each other. */
    public interface Apart {
        boolean are(int one, int other);
    }

    public Lan(long seed, LanParameters parameters) {
        this.random = new Random(seed);
        this.parameters = parameters;
    }

    public Lan(long seed) {
        this(seed, LanParameters.defaults());
    }

    // --- actions

    /** Adds a host that is not started. */
    public Host add(String name) {
        var host = new Host(this, hosts.size(), new PeerId(name), random.nextLong());
        hosts.add(host);
        return host;
    }

    /** Adds and starts hosts. */
    public List<Host> start(String... names) {
        var started = new ArrayList<Host>();
        for (var name : names) {
            var host = add(name);
            host.start();
            started.add(host);
        }
        return started;
    }

    public Lan run(Duration time) {
        long until = now + time.toMillis();
        while (!events.isEmpty() && events.peek().at() <= until) {
            var event = events.remove();
            now = event.at();
            event.work().run();
        }
        now = until;
        return this;
    }

    public Lan runSeconds(int seconds) {
        return run(Duration.ofSeconds(seconds));
    }

    public void apart(Apart these) {
        apart = these;
        for (var end : List.copyOf(connections.keySet())) {
            var other = connections.get(end);
            if (these.are(end.host().number(), other.host().number())) after(BROKEN_AFTER, () -> breakIfApart(end));
        }
    }

    private void breakIfApart(End end) {
        var other = connections.get(end);
        if (other != null && apart.are(end.host().number(), other.host().number())) closed(end, true);
    }

    public void together() {
        apart = (_, _) -> false;
    }

    /** Connections that exist break, and no new ones are possible, while datagrams still arrive. */
    public void closePorts(boolean value) {
        closedPorts = value;
        if (value) for (var end : List.copyOf(connections.keySet())) closed(end, true);
    }

    /** The first of two hosts cannot dial the second from now on. */
    public void noDials(Apart these) {
        noDials = these;
    }

    /** Share of datagrams that are lost from now on. */
    public void lose(double share) {
        loss = share;
    }

    /** Delivers each datagram this many times from now on. */
    public void repeat(int times) {
        copies = times;
    }

    public Instant now() {
        return START.plusMillis(now);
    }

    public Random random() {
        return random;
    }

    public LanParameters parameters() {
        return parameters;
    }

    /** Number of open connections. */
    public int connections() {
        return connections.size() / 2;
    }

    // --- for hosts

    void after(long millis, Runnable work) {
        events.add(new Event(now + millis, order++, work));
    }

    /** Carries out an effect of a node that was called past its host. */
    public void perform(Host from, Effect effect) {
        carryOut(from, effect);
    }

    void carryOut(Host from, Effect effect) {
        switch (effect) {
            case Effect.Multicast(var network, var datagram) -> multicast(from, datagram);
            case Effect.Dial dial -> dial(from, dial);
            case Effect.Send(var link, var bytes) -> send(from.end(link), bytes);
            case Effect.Close(var link, CloseReason reason) -> closed(from.end(link), false);
            case Effect.Deliver deliver -> from.deliver(deliver);
            case Effect.Tell(var event) -> from.told(event);
            case Effect.Accepted taken -> from.accepted(taken);
            case Effect.Rejected(var reason) -> from.rejected(reason);
        }
    }

    private void multicast(Host from, byte[] datagram) {
        for (var host : hosts) {
            if (apart.are(from.number(), host.number()) || random.nextDouble() < loss) continue;
            for (int i = 0; i < copies; i++)
                after(1 + random.nextInt(3), () -> host.receive(new Input.Datagram("eth0", from.address(), datagram)));
        }
    }

    /** A link with a key is opened only if the other side has it; then each side learns the key of the other. */
    private void dial(Host from, Effect.Dial effect) {
        var link = effect.link();
        var address = effect.address().host();
        var key = effect.secure();
        var mine = from.end(link);
        var found =
                hosts.stream().filter(host -> host.address().equals(address)).findFirst();
        from.dialled(now);
        boolean reachable = !closedPorts
                && found.stream().noneMatch(host -> noDials.are(from.number(), host.number()))
                && found.isPresent()
                && found.get().isRunning()
                && !apart.are(from.number(), found.get().number());
        if (!reachable) {
            after(DIAL_FAILS_AFTER, () -> from.receive(mine, new Input.LinkClosed(link)));
            return;
        }
        var host = found.get();
        if (key != null && !key.equals(host.proven())) {
            after(2, () -> from.receive(mine, new Input.WrongKey(link)));
            return;
        }
        var theirs = host.end(new LinkId(false, ++accepted));
        connections.put(mine, theirs);
        connections.put(theirs, mine);
        after(
                1,
                () -> host.receive(
                        theirs,
                        new Input.LinkAccepted(theirs.link(), from.address(), key == null ? null : from.proven())));
        after(2, () -> from.receive(mine, new Input.LinkOpened(link, key)));
    }

    void send(End from, byte[] bytes) {
        var to = connections.get(from);
        if (to == null || apart.are(from.host().number(), to.host().number())) return;
        after(2, () -> to.host().receive(to, new Input.Received(to.link(), bytes)));
    }

    /** @param both whether this end learns it too */
    void closed(End end, boolean both) {
        var other = connections.remove(end);
        if (other == null) return;
        connections.remove(other);
        after(3, () -> other.host().receive(other, new Input.LinkClosed(other.link())));
        if (both) after(3, () -> end.host().receive(end, new Input.LinkClosed(end.link())));
    }

    void died(Host host) {
        for (var end : List.copyOf(connections.keySet())) if (end.host() == host) closed(end, false);
    }
}
