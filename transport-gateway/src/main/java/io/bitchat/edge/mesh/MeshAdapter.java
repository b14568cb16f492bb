package io.bitchat.edge.mesh;

import io.bitchat.edge.adapter.AdapterListener;
import io.bitchat.edge.adapter.Arrival;
import io.bitchat.edge.adapter.SendResult;
import io.bitchat.edge.adapter.TransportAdapter;
import io.bitchat.lan.Event;
import io.bitchat.lan.registry.Peer;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Target;
import io.bitchat.transport.Availability;
import io.bitchat.transport.Capabilities;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Reach;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.TransportState;
import io.bitchat.transport.TransportType;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The LAN mesh as a transport: messages travel as lines to one peer, each acknowledged by its receiver ({@link
 * MeshFrame}).
 */
public final class MeshAdapter implements TransportAdapter, LanListener {
    private static final Logger LOG = LoggerFactory.getLogger(MeshAdapter.class);
    private static final int MAX_ARRIVALS = 1_000;
    private static final int MAX_WAITING = 10_000;
    /** Half of the lines that a link may bring at once stays for others. */
    private static final int WINDOW = 64;

    private final Vertx vertx;
    private final Supplier<LanNode.Setup> setup;
    private final BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(MAX_ARRIVALS);
    private final Map<MessageKey, CompletableFuture<SendResult>> waiting = new ConcurrentHashMap<>();
    private final Map<String, Peer> peers = new ConcurrentHashMap<>();
    private final Executor closing = Executors.newVirtualThreadPerTaskExecutor();
    private volatile @Nullable LanNode node;
    private volatile @Nullable AdapterListener listener;
    private volatile Availability availability = Availability.unavailable("stopped", "start the transport");

    /** @param setup of each start */
    public MeshAdapter(Vertx vertx, Supplier<LanNode.Setup> setup) {
        this.vertx = vertx;
        this.setup = setup;
    }

    @Override
    public TransportId id() {
        return TransportId.MESH;
    }

    @Override
    public CompletionStage<Boolean> start(AdapterListener hears) {
        listener = hears;
        try {
            return LanNode.start(vertx, setup.get(), this).handle((started, failure) -> {
                node = started;
                if (failure != null) {
                    availability =
                            Availability.unavailable("port_taken", "choose another port: " + failure.getMessage());
                    return false;
                }
                availability = Availability.AVAILABLE;
                hears.availabilityChanged(id(), true);
                return true;
            });
        } catch (IOException e) {
            availability = Availability.unavailable("no_socket", "the sockets of the mesh cannot be opened: " + e);
            return CompletableFuture.completedFuture(false);
        }
    }

    @Override
    public CompletionStage<Void> stop() {
        var running = node;
        node = null;
        availability = Availability.unavailable("stopped", "start the transport");
        peers.clear();
        for (var key : waiting.keySet()) end(key, new SendResult.Failed("stopped"));
        var hears = listener;
        if (running == null) return CompletableFuture.completedFuture(null);
        if (hears != null) hears.availabilityChanged(id(), false);
        return CompletableFuture.runAsync(running::close, closing);
    }

    /** The running node; null if it is stopped. */
    public @Nullable LanNode node() {
        return node;
    }

    // --- out

    @Override
    public int window() {
        return WINDOW;
    }

    @Override
    public CompletionStage<SendResult> send(Message message, @Nullable MessageKey after) {
        var running = node;
        if (running == null) return failed("stopped");
        var receiver = PeerId.parse(message.receiver());
        if (message.isBroadcast() || receiver.isEmpty()) return failed("no_unicast");
        if (message.payload().size() > MeshFrame.MAX_PAYLOAD_BYTES) return failed("too_large");
        if (waiting.size() >= MAX_WAITING) return failed("busy");
        var done = new CompletableFuture<SendResult>();
        waiting.put(message.key(), done);
        running.say(Target.to(receiver.get()), MeshFrame.of(message, after)).whenComplete((said, failure) -> {
            if (failure != null || said instanceof Said.Rejected) end(message.key(), new SendResult.Failed("rejected"));
        });
        return done;
    }

    private static CompletionStage<SendResult> failed(String code) {
        return CompletableFuture.completedFuture(new SendResult.Failed(code));
    }

    private void end(MessageKey key, SendResult result) {
        var done = waiting.remove(key);
        if (done != null) done.complete(result);
    }

    @Override
    public void abandon(MessageKey key) {
        end(key, new SendResult.Failed("abandoned"));
    }

    // --- in

    @Override
    public Optional<Arrival> receive() {
        return Optional.ofNullable(arrivals.poll());
    }

    @Override
    public void delivered(Line line, int later, boolean verified) {
        var frame = MeshFrame.parse(line.sender().value(), line.content());
        if (frame.isEmpty() || line.target().peer() == null) return;
        switch (frame.get()) {
            case MeshFrame.Carries(var message, var after) ->
                arrived(verified ? message : message.asUnverified(), after);
            case MeshFrame.Answers(var id, var receiver, boolean acknowledged) -> {
                // only the receiver can answer for a message to it: else anybody could make the sender forget it
                if (!verified || !line.sender().value().equals(receiver)) return;
                var key = new MessageKey(own(), id, receiver);
                end(key, acknowledged ? new SendResult.Acknowledged() : new SendResult.Failed("refused"));
            }
        }
    }

    private String own() {
        return setup.get().identity().peer().value();
    }

    private void arrived(Message message, @Nullable MessageKey after) {
        if (!message.receiver().equals(own())) return;
        var arrival = new Arrival(message, message.sender(), after, taken -> answer(message.key(), taken));
        var hears = listener;
        // without an answer the sender sends it again
        if (arrivals.offer(arrival)) {
            if (hears != null) hears.arrived(id());
        } else {
            LOG.warn("a message was dropped, because too many wait to be taken key={}", message.key());
        }
    }

    private void answer(MessageKey key, boolean taken) {
        var running = node;
        if (running != null) running.say(Target.to(new PeerId(key.sender())), MeshFrame.answer(key, taken));
    }

    @Override
    public void happened(Event event) {
        switch (event) {
            case Event.PeerJoined(var peer) -> seen(peer);
            case Event.PeerChanged(var _, var peer) -> seen(peer);
            case Event.PeerLeft(var peer, boolean _) -> {
                peers.remove(peer.id().value());
                lost(peer.id().value());
            }
            case Event.LinesMissing _ -> {} // the sender's router sends again what was not acknowledged
            case Event.MeshIsLarge(int count) -> LOG.warn("the mesh is larger than it is made for peers={}", count);
        }
    }

    private void seen(Peer peer) {
        var before = peers.put(peer.id().value(), peer);
        boolean came = hasLink(peer) && (before == null || !hasLink(before));
        var hears = listener;
        if (came && hears != null) hears.receiverSeen(id(), peer.id().value());
        if (before != null && hasLink(before) && !hasLink(peer)) lost(peer.id().value());
    }

    /** What was on the link may have been lost with it; the sender tries again without waiting for an answer. */
    private void lost(String receiver) {
        for (var key : waiting.keySet()) {
            if (key.receiver().equals(receiver)) end(key, new SendResult.Failed("link_lost"));
        }
    }

    private static boolean hasLink(Peer peer) {
        return peer.connection() != Peer.Connection.NONE;
    }

    // --- state

    @Override
    public TransportState state(String receiver) {
        var capabilities = Capabilities.ofMesh().withMaxMessageSize(MeshFrame.MAX_PAYLOAD_BYTES);
        return new TransportState(id(), TransportType.MESH_RELAY, capabilities, availability, reach(receiver));
    }

    private Reach reach(String receiver) {
        var peer = peers.get(receiver);
        if (peer == null) return Reach.UNREACHABLE;
        return switch (peer.connection()) {
            case NONE -> Reach.RELAYED;
            case PLAIN -> new Reach.Direct(Duration.ZERO, false);
            case SECURED -> new Reach.Direct(Duration.ZERO, true);
        };
    }
}
