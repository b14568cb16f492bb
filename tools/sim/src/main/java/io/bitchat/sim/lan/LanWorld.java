package io.bitchat.sim.lan;

import io.bitchat.lan.Count;
import io.bitchat.lan.Input;
import io.bitchat.lan.LinkId;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.sim.network.VirtualNetwork;
import io.bitchat.sim.network.VirtualNetwork.Cut;
import io.bitchat.sim.network.VirtualTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The hosts and the network between them: datagrams may be lost; connections keep order, or break. */
final class LanWorld {
    private static final long CONNECTIONS_BREAK_AFTER = 2_000_000;

    private final VirtualTime time;
    private final VirtualNetwork datagrams;
    private final VirtualNetwork connections;
    private final LanLedger ledger;
    private final SplittableRandom random;
    private final List<LanHost> hosts = new ArrayList<>();
    private final Map<Ipv4, LanHost> byAddress = new HashMap<>();
    private final Map<PeerId, LanHost> byPeer = new HashMap<>();
    private Cut apart = (_, _) -> false;

    LanWorld(LanOptions options, LanLedger ledger) {
        this.ledger = ledger;
        this.random = new SplittableRandom(options.seed());
        // hosts change each other's connections, so one thread runs them
        this.time = new VirtualTime(options.connections().minDelay(), 1);
        this.datagrams = new VirtualNetwork(options.datagrams(), options.seed());
        this.connections = new VirtualNetwork(options.connections(), options.seed());
        for (int i = 0; i < options.nodes(); i++) {
            var host = new LanHost(time.addHost(random.split()), this, options.parameters(), random.split());
            hosts.add(host);
            byAddress.put(host.address(), host);
            byPeer.put(host.id(), host);
        }
    }

    VirtualTime time() {
        return time;
    }

    LanLedger ledger() {
        return ledger;
    }

    List<LanHost> hosts() {
        return hosts;
    }

    LanHost any() {
        return hosts.get(random.nextInt(hosts.size()));
    }

    long counted(Count count) {
        return hosts.stream().mapToLong(host -> host.counted(count)).sum();
    }

    // --- who reaches whom

    /** Separates hosts; their connections break a moment later. */
    void cut(Cut these) {
        apart = these;
        datagrams.cut(these);
        connections.cut(these);
        time.at(time.now() + CONNECTIONS_BREAK_AFTER, () -> {
            if (apart == these) hosts.forEach(host -> host.breakConnections(these::isBetween));
        });
    }

    void heal() {
        cut((_, _) -> false);
    }

    // --- what hosts send

    void multicast(LanHost from, byte[] datagram) {
        for (var host : hosts) {
            if (host != from)
                datagrams.send(
                        from.host(),
                        host.host(),
                        () -> host.receive(new Input.Datagram("eth0", from.address(), datagram)));
        }
    }

    void dial(LanHost from, LinkId link, Ipv4 address) {
        var to = byAddress.get(address);
        if (to == null) return; // the node gives up by itself
        connections.send(from.host(), to.host(), () -> {
            var theirs = to.accept(from, link);
            connections.send(to.host(), from.host(), () -> {
                if (theirs == null) from.receive(new Input.LinkClosed(link));
                else from.opened(link, new LanHost.Wire(to, theirs));
            });
        });
    }

    void carry(LanHost from, LanHost.Wire wire, Input input) {
        connections.send(from.host(), wire.other().host(), () -> wire.other().receive(input));
    }

    void close(LanHost from, LanHost.Wire wire) {
        connections.send(from.host(), wire.other().host(), () -> wire.other().lost(wire.link()));
    }

    void found(LanHost node, PeerId peer) {
        var other = byPeer.get(peer);
        if (other != null)
            ledger.found(node.number(), other.number(), node.host().now());
    }
}
