package io.bitchat.sim.lan;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.lan.Count;
import io.bitchat.lan.Effect;
import io.bitchat.lan.Event;
import io.bitchat.lan.Identity;
import io.bitchat.lan.Input;
import io.bitchat.lan.LanParameters;
import io.bitchat.lan.LinkId;
import io.bitchat.lan.Node;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.address.LocalNetwork;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.LineId;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import io.bitchat.lan.wire.Target;
import io.bitchat.sim.network.Host;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A host of the simulated network with one node: carries out its effects. */
final class LanHost {
    private static final long TICK = 50_000;
    private static final int PORT = 7_000;

    private final Host host;
    private final PeerId id;
    private final Node node;
    private final LanWorld world;
    private final Map<LinkId, Wire> wires = new HashMap<>();
    private long accepted;
    private boolean running;

    /** The other end of a connection. */
    record Wire(LanHost other, LinkId link) {}

    LanHost(Host host, LanWorld world, LanParameters parameters, SplittableRandom random) {
        this.host = host;
        this.world = world;
        this.id = new PeerId("%08x-peer-%d".formatted(random.nextInt(), host.number()));
        this.node = new Node(
                new Identity(id, Ed25519KeyPair.generate(random), null), Profile.PLAIN, parameters, random.split());
    }

    int number() {
        return host.number();
    }

    Host host() {
        return host;
    }

    PeerId id() {
        return id;
    }

    Ipv4 address() {
        return new Ipv4(10 << 24 | number() + 1);
    }

    void startAfter(long micros) {
        host.after(micros, () -> {
            running = true;
            world.ledger().started(number(), host.now());
            handle(new Input.Started(PORT, List.of(new LocalNetwork("eth0", address(), 16))));
            host.after(TICK, this::tick);
        });
    }

    private void tick() {
        handle(new Input.Ticked());
        host.after(TICK, this::tick);
    }

    void say(String text) {
        handle(new Input.Said(Target.GENERAL, text));
    }

    void receive(Input input) {
        if (running) handle(input);
    }

    private void handle(Input input) {
        node.handle(input, host.instant()).forEach(this::carryOut);
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Multicast multicast -> world.multicast(this, multicast.datagram());
            case Effect.Dial dial ->
                world.dial(this, dial.link(), dial.address().host());
            case Effect.Send(var link, var bytes) -> {
                var wire = wires.get(link);
                if (wire != null) world.carry(this, wire, new Input.Received(wire.link(), bytes));
            }
            case Effect.Close close -> {
                var wire = wires.remove(close.link());
                if (wire != null) world.close(this, wire);
            }
            case Effect.Deliver deliver -> world.ledger().shown(number(), deliver.line(), host.now());
            case Effect.Tell(Event.PeerJoined(var peer)) -> world.found(this, peer.id());
            case Effect.Tell _, Effect.Accepted _, Effect.Rejected _ -> {}
        }
    }

    // --- connections

    /** Accepts a connection; null if nothing listens. */
    @Nullable
    LinkId accept(LanHost from, LinkId theirs) {
        if (!running) return null;
        var mine = new LinkId(false, ++accepted);
        wires.put(mine, new Wire(from, theirs));
        handle(new Input.LinkAccepted(mine, from.address(), null));
        return mine;
    }

    void opened(LinkId mine, Wire other) {
        wires.put(mine, other);
        handle(new Input.LinkOpened(mine, null));
    }

    void lost(LinkId mine) {
        wires.remove(mine);
        handle(new Input.LinkClosed(mine));
    }

    /** Breaks the connections to hosts that cannot be reached. */
    void breakConnections(VirtualCut cut) {
        for (var entry : List.copyOf(wires.entrySet())) {
            if (cut.isBetween(number(), entry.getValue().other().number())) lost(entry.getKey());
        }
    }

    /** Tells whether two hosts are apart. */
    interface VirtualCut {
        boolean isBetween(int one, int other);
    }

    // --- observations

    List<LineId> transcript() {
        return node.transcript().lines().stream().map(Line::id).toList();
    }

    int links() {
        return node.links().size();
    }

    long counted(Count count) {
        return node.counted(count);
    }
}
