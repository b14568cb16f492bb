package io.bitchat.sim.gossip;

import io.bitchat.gossip.Contact;
import io.bitchat.gossip.Count;
import io.bitchat.gossip.Effect;
import io.bitchat.gossip.Envelope;
import io.bitchat.gossip.GossipNode;
import io.bitchat.gossip.GossipParameters;
import io.bitchat.gossip.Input;
import io.bitchat.gossip.Message;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.Seal;
import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.causal.Past;
import io.bitchat.gossip.causal.VectorClock;
import io.bitchat.gossip.wire.Packet;
import io.bitchat.gossip.wire.Range;
import io.bitchat.sim.network.Host;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Drives one node: carries out its effects over the virtual network, and stores the messages it delivered. */
public final class SimNode {
    private final Host host;
    private final Contact contact;
    private final World world;
    private final RandomGenerator random;
    private final Seal seal;
    private final Map<Dot, Envelope> store = new HashMap<>();
    private final Map<Count, Long> earlier = new EnumMap<>(Count.class);
    private GossipNode node;
    private Past past = Past.empty();
    private int life;
    private boolean online;

    /** What all nodes share. */
    interface World {
        void send(SimNode from, PeerId to, Packet packet);

        void delivered(SimNode at, Message message);

        GossipParameters parameters();
    }

    SimNode(Host host, Contact contact, Seal seal, World world, RandomGenerator random) {
        this.host = host;
        this.contact = contact;
        this.seal = seal;
        this.world = world;
        this.random = random;
        this.node = create();
    }

    private GossipNode create() {
        return GossipNode.member(contact, world.parameters(), seal, past, random);
    }

    Host host() {
        return host;
    }

    int number() {
        return host.number();
    }

    Contact contact() {
        return contact;
    }

    public boolean isOnline() {
        return online;
    }

    /** The vector clock of delivered messages. */
    public VectorClock clock() {
        return node.causal().clock();
    }

    /** Starts after a delay, unless the node was crashed in the meantime. */
    void startAfter(long micros, List<Contact> known) {
        host.after(micros, () -> {
            if (life == 0) start(known);
        });
    }

    void start(List<Contact> known) {
        online = true;
        handle(new Input.Started(known));
    }

    /** Loses all state except what is stored. */
    void crash() {
        for (var count : Count.values()) earlier.merge(count, node.counted(count), Long::sum);
        past = node.past();
        online = false;
        life++;
    }

    void restart(List<Contact> known) {
        node = create();
        start(known);
    }

    void publish(byte[] payload) {
        handle(new Input.Published(payload));
    }

    void receive(PeerId from, Packet packet) {
        if (online) handle(new Input.Received(from, packet));
    }

    long counted(Count count) {
        return earlier.getOrDefault(count, 0L) + (online || life == 0 ? node.counted(count) : 0);
    }

    private void handle(Input input) {
        node.handle(input, host.instant()).forEach(this::carryOut);
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Send(var to, var packet) -> world.send(this, to.id(), packet);
            case Effect.Disconnect _ -> {} // datagrams have no connections
            case Effect.Schedule(var timer, var after) -> {
                int mine = life;
                host.after(after.toNanos() / 1_000, () -> {
                    if (life == mine && online) handle(new Input.TimerFired(timer));
                });
            }
            case Effect.Deliver(var message) -> {
                store.put(message.header().dot(), message.envelope());
                world.delivered(this, message);
            }
            case Effect.Load(var to, var ranges) -> handle(new Input.Loaded(to, load(ranges)));
        }
    }

    private List<Envelope> load(List<Range> ranges) {
        var found = new ArrayList<Envelope>();
        for (var range : ranges) {
            for (long sequence = range.from(); sequence <= range.to(); sequence++) {
                var envelope = store.get(new Dot(range.writer(), sequence));
                if (envelope != null) found.add(envelope);
            }
        }
        return found;
    }
}
