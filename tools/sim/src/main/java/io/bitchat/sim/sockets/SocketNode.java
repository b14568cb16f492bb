package io.bitchat.sim.sockets;

import io.bitchat.gossip.Contact;
import io.bitchat.gossip.Count;
import io.bitchat.gossip.Effect;
import io.bitchat.gossip.Envelope;
import io.bitchat.gossip.GossipNode;
import io.bitchat.gossip.Input;
import io.bitchat.gossip.Message;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.wire.Packet;
import io.bitchat.gossip.wire.Range;
import io.bitchat.link.CloseReason;
import io.bitchat.link.Link;
import io.bitchat.link.LinkListener;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Drives one node over TCP links. Everything except the links runs on one event loop. */
final class SocketNode implements LinkListener {
    private final Vertx vertx;
    private final Context context;
    private final GossipNode node;
    private final SocketLinks links;
    private final Deliveries deliveries;
    private final Traffic traffic;
    private final Map<Dot, Envelope> store = new HashMap<>();
    private volatile boolean stopped;

    /** Receives deliveries; called by many threads. */
    interface Deliveries {
        void delivered(PeerId at, Message message);
    }

    SocketNode(Vertx vertx, GossipNode node, SocketLinks links, Deliveries deliveries, Traffic traffic) {
        this.vertx = vertx;
        // a context of its own: the public API returns the same one to all callers on a thread
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.node = node;
        this.links = links;
        this.deliveries = deliveries;
        this.traffic = traffic;
    }

    void start(List<Contact> known) {
        submit(new Input.Started(known));
    }

    /** Ignores all further events; links that others close from now on are not failures. */
    void stop() {
        stopped = true;
    }

    void publish(byte[] payload) {
        submit(new Input.Published(payload));
    }

    private void submit(Input input) {
        context.runOnContext(_ -> handle(input));
    }

    private void handle(Input input) {
        for (var effect : node.handle(input, Instant.now())) if (!stopped) carryOut(effect);
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Send(var to, var packet) -> {
                traffic.sent(packet);
                links.send(to, packet.toBytes(), this);
            }
            case Effect.Disconnect(var peer) -> links.release(peer);
            case Effect.Schedule(var timer, var after) ->
                vertx.setTimer(Math.max(1, after.toMillis()), _ -> submit(new Input.TimerFired(timer)));
            case Effect.Deliver(var message) -> {
                store.put(message.header().dot(), message.envelope());
                deliveries.delivered(node.self().id(), message);
            }
            case Effect.Load(var to, var ranges) -> submit(new Input.Loaded(to, load(ranges)));
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

    @Override
    public void opened(Link link) {
        context.runOnContext(_ -> links.opened(link));
    }

    @Override
    public void frame(Link link, ByteBuffer frame) {
        var bytes = new byte[frame.remaining()];
        frame.get(bytes);
        context.runOnContext(_ -> links.peerOf(link.remoteKey())
                .ifPresent(peer -> handle(new Input.Received(peer, Packet.received(bytes)))));
    }

    @Override
    public void closed(Link link, CloseReason reason) {
        context.runOnContext(_ -> links.closed(link).ifPresent(peer -> handle(new Input.LinkFailed(peer))));
    }

    long counted(Count count) {
        return node.counted(count);
    }

    GossipNode node() {
        return node;
    }
}
