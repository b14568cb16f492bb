package io.bitchat.sim.gossip;

import io.bitchat.gossip.Contact;
import io.bitchat.gossip.Count;
import io.bitchat.gossip.GossipParameters;
import io.bitchat.gossip.Message;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.wire.Packet;
import io.bitchat.sim.network.VirtualNetwork;
import io.bitchat.sim.network.VirtualTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The nodes, the network between them, and the membership that all share. The set of nodes changes only in global
 * actions; between those, several threads may carry frames.
 */
public final class GossipWorld implements SimNode.World {
    private static final int INTRODUCTIONS = 3;

    private final VirtualTime time;
    private final VirtualNetwork network;
    private final GossipParameters parameters;
    private final SplittableRandom random;
    private final Membership membership;
    private final List<SimNode> nodes = new ArrayList<>();
    private final List<SimNode> online = new ArrayList<>();
    private final Directory directory = new Directory();
    private final Ledger ledger;

    GossipWorld(GossipOptions options, Ledger ledger) {
        this.parameters = options.parameters();
        this.random = new SplittableRandom(options.seed());
        this.membership = new Membership(random.split());
        this.time = new VirtualTime(options.links().minDelay(), options.threadsInUse());
        this.network = new VirtualNetwork(options.links(), options.seed());
        this.ledger = ledger;
        for (int i = 0; i < options.nodes(); i++) add();
    }

    /** Adds a node that has not started yet. */
    public SimNode add() {
        var member = membership.admit();
        var host = time.addHost(random.split());
        int number = host.number();
        var contact =
                new Contact(member.id(), "10.%d.%d.%d:7400".formatted(number >> 16, number >> 8 & 0xFF, number & 0xFF));
        var node = new SimNode(host, contact, member.seal(), this, random.split());
        nodes.add(node);
        directory.add(node);
        return node;
    }

    /**
     * Starts all nodes within {@code within} microseconds; each knows some nodes that are already in the list of online
     * nodes.
     */
    void startAll(long within) {
        for (var node : nodes) {
            node.startAfter(node.number() * within / nodes.size(), introductions());
            online.add(node);
        }
    }

    public void start(SimNode node) {
        node.start(introductions());
        online.add(node);
    }

    public void crash(SimNode node) {
        node.crash();
        online.remove(node);
    }

    public void restart(SimNode node) {
        node.restart(introductions());
        online.add(node);
    }

    /** A few online nodes as contacts for a newcomer. */
    private List<Contact> introductions() {
        var known = new ArrayList<Contact>();
        for (int i = 0; i < Math.min(INTRODUCTIONS, online.size()); i++)
            known.add(anyOnline().contact());
        return known;
    }

    /** All nodes, including crashed ones. */
    public List<SimNode> nodes() {
        return nodes;
    }

    /** The nodes that run now. */
    public List<SimNode> online() {
        return online;
    }

    public SimNode anyOnline() {
        return online.get(random.nextInt(online.size()));
    }

    public VirtualTime time() {
        return time;
    }

    public VirtualNetwork network() {
        return network;
    }

    /** Counters summed over all nodes. */
    public Map<Count, Long> counts() {
        var sums = new EnumMap<Count, Long>(Count.class);
        for (var count : Count.values()) {
            sums.put(
                    count, nodes.stream().mapToLong(node -> node.counted(count)).sum());
        }
        return sums;
    }

    @Override
    public void send(SimNode from, PeerId to, Packet packet) {
        var receiver = directory.find(to);
        if (receiver == null) return;
        var sender = from.contact().id();
        network.send(from.host(), receiver.host(), () -> receiver.receive(sender, packet));
    }

    @Override
    public void delivered(SimNode at, Message message) {
        ledger.delivered(at, message, at.host().now());
    }

    @Override
    public GossipParameters parameters() {
        return parameters;
    }
}
