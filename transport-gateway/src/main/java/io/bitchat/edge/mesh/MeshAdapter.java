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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The LAN mesh as a transport: messages travel as lines to one peer, each acknowledged by its receiver ({@link
 * MeshFrame}). What is for nobody on the local network goes to a peer whose uplink is open, and to this node comes what
 * its peers want to send over its own.
 */
public final class MeshAdapter implements TransportAdapter {
    /** Half of the lines that a link may bring at once stays for others. */
    private static final int WINDOW = 64;

    private final Vertx vertx;
    private final Supplier<LanNode.Setup> setup;
    private final Arrivals arrivals = new Arrivals();
    private final InFlight inFlight = new InFlight();
    private final Nudge nudge;
    private final Executor closing = Executors.newVirtualThreadPerTaskExecutor();
    /** Keeps announcements in the order of the changes that they tell. */
    private final Object announcing = new Object();

    private volatile boolean uplinkOpen;
    /** Whether the uplink was ever open: who never had one says nothing about it. */
    private boolean announces;

    private volatile PeersListener presence = PeersListener.NOBODY;
    private volatile @Nullable LanNode node;
    private volatile @Nullable Run run;
    private volatile @Nullable AdapterListener listener;
    private volatile Availability availability = Availability.unavailable("stopped", "start the transport");

    /** @param setup of each start */
    public MeshAdapter(Vertx vertx, Supplier<LanNode.Setup> setup) {
        this.vertx = vertx;
        this.setup = setup;
        this.nudge = new Nudge(vertx, this::tryAgain);
    }

    /** Whom to tell of the peers with an encrypted link; to be called before the start. */
    public void listen(PeersListener hears) {
        presence = hears;
    }

    @Override
    public TransportId id() {
        return TransportId.MESH;
    }

    @Override
    public CompletionStage<Boolean> start(AdapterListener hears) {
        listener = hears;
        var begun = new Run();
        run = begun;
        try {
            return LanNode.start(vertx, setup.get(), begun).handle((started, failure) -> {
                node = started;
                if (failure != null) {
                    availability =
                            Availability.unavailable("port_taken", "choose another port: " + failure.getMessage());
                    return false;
                }
                availability = Availability.AVAILABLE;
                announceToAll();
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
        var ended = run;
        run = null;
        inFlight.stopped();
        var hears = listener;
        if (running == null) return CompletableFuture.completedFuture(null);
        if (hears != null) hears.availabilityChanged(id(), false);
        return CompletableFuture.runAsync(running::close, closing).thenRun(() -> {
            if (ended != null) ended.neighbours.end();
        });
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
        var now = run;
        if (running == null || now == null) return failed("stopped");
        if (message.isBroadcast() || PeerId.parse(message.receiver()).isEmpty()) return failed("no_unicast");
        if (message.payload().size() > MeshFrame.MAX_PAYLOAD_BYTES) return failed("too_large");
        var hop = now.hop(message, after);
        if (hop == null) return failed("unreachable");
        boolean isDirect = hop.equals(message.receiver());
        boolean forwards = !isDirect || !message.sender().equals(own());
        var sent = new InFlight.Sent(hop, forwards);
        if (!inFlight.add(message.key(), sent)) return failed("busy");
        // it may have lost its link before the message was noted
        if (!isDirect && !now.neighbours.hasLinkTo(hop)) {
            inFlight.end(message.key(), sent, new SendResult.Failed("link_lost"));
            return sent.done();
        }
        var frame = forwards ? MeshFrame.forward(message, after) : MeshFrame.of(message, after);
        running.say(Target.to(new PeerId(hop)), frame).whenComplete((said, failure) -> {
            if (failure != null || said instanceof Said.Rejected) {
                inFlight.end(message.key(), sent, new SendResult.Failed("rejected"));
            }
        });
        return sent.done();
    }

    private static CompletionStage<SendResult> failed(String code) {
        return CompletableFuture.completedFuture(new SendResult.Failed(code));
    }

    @Override
    public void abandon(MessageKey key) {
        inFlight.abandon(key);
    }

    // --- in

    @Override
    public Optional<Arrival> receive() {
        return arrivals.next();
    }

    /** Number of messages that were dropped for a reason since this adapter was made. */
    public long dropped(Drop reason) {
        return arrivals.count(reason);
    }

    private String own() {
        return setup.get().identity().peer().value();
    }

    void delivered(Line line, boolean verified) {
        var now = run;
        if (now == null || line.target().peer() == null) return;
        var from = line.sender().value();
        // the transcript of this node has its own lines, too
        if (from.equals(own())) return;
        switch (MeshFrame.parse(from, own(), line.content()).orElse(null)) {
            case MeshFrame.Carries frame -> arrived(from, frame, verified);
            case MeshFrame.Answers answer -> {
                boolean counts = verified && inFlight.answered(answer, from);
                if (counts && answer.forwarded() && !answer.acknowledged()) now.neighbours.refused(from);
            }
            case MeshFrame.Uplink(boolean open) -> {
                if (verified) now.neighbours.uplink(from, line.stamp().run(), open);
            }
            case null -> {}
        }
    }

    private void arrived(String from, MeshFrame.Carries frame, boolean verified) {
        var reason = reasonAgainst(frame, from, verified);
        if (reason != null) {
            arrivals.dropped(reason);
            // a refusal to whoever an unsigned line names would let anybody make this node write to others
            if (frame.forwarded() && verified) answer(from, frame, false);
            return;
        }
        var message = frame.message();
        boolean isProven = verified && (!frame.forwarded() || from.equals(message.sender()) && !isForThis(message));
        var arrival = new Arrival(
                isProven ? message : message.asUnverified(), from, frame.after(), taken -> answer(from, frame, taken));
        var hears = listener;
        if (arrivals.add(arrival) && hears != null) hears.arrived(id());
    }

    private boolean isForThis(Message message) {
        return message.receiver().equals(own());
    }

    /** Why a message is not taken; null if it is. What came by an uplink is never given to one: only its sender may ask. */
    private @Nullable Drop reasonAgainst(MeshFrame.Carries frame, String from, boolean verified) {
        var message = frame.message();
        if (!frame.forwarded()) return isForThis(message) ? null : Drop.MISDIRECTED;
        if (message.sender().equals(own())) return Drop.OWN;
        if (isForThis(message)) return null;
        if (!verified) return Drop.UNVERIFIED;
        if (!uplinkOpen) return Drop.NO_UPLINK;
        if (!message.sender().equals(from)) return Drop.NOT_THE_SENDERS;
        if (message.isBroadcast()) return Drop.NO_UNICAST;
        var now = run;
        boolean isLocal = message.receiver().equals(from) || now != null && now.neighbours.isLocal(message.receiver());
        return isLocal ? Drop.LOCAL_RECEIVER : null;
    }

    private void answer(String to, MeshFrame.Carries frame, boolean taken) {
        var running = node;
        if (running == null) return;
        var key = frame.message().key();
        var content = frame.forwarded() ? MeshFrame.forwardAnswer(key, taken) : MeshFrame.answer(key, taken);
        running.say(Target.to(new PeerId(to)), content);
    }

    // --- uplinks

    /** Takes note of whether this node can give messages to a suite, and tells its peers. May be called by any thread. */
    public void uplink(boolean open) {
        synchronized (announcing) {
            if (uplinkOpen == open) return;
            uplinkOpen = open;
            announces = true;
            announceToAll();
        }
        // the uplinks of others count again
        if (!open && carrier() != null) nudge.now();
    }

    private void announceToAll() {
        var now = run;
        if (now != null) now.neighbours.all().forEach(this::announce);
    }

    private void announce(Peer peer) {
        synchronized (announcing) {
            var running = node;
            if (announces && running != null && Neighbours.isOurs(peer)) {
                running.say(Target.to(peer.id()), MeshFrame.uplink(uplinkOpen));
            }
        }
    }

    /** The peer that carries what is for the suite; null if there is none, or this node need not ask others. */
    private @Nullable String carrier() {
        var now = run;
        return now == null || uplinkOpen ? null : now.neighbours.carrier();
    }

    /** Has the router try again what waits. */
    private void tryAgain() {
        var hears = listener;
        if (hears != null && carrier() != null) hears.availabilityChanged(id(), true);
    }

    // --- peers

    /** The peers with an encrypted link to this node now. */
    public Set<String> linkedPeers() {
        var now = run;
        return now == null ? Set.of() : now.neighbours.secured();
    }

    /** A peer of the local network; null if it is not known. */
    public @Nullable Peer peer(String id) {
        var now = run;
        return now == null ? null : now.neighbours.find(id);
    }

    /** Forgets the first key of a peer: the next one that it shows is the first. Complete when that is on the disk. */
    public CompletionStage<Void> forget(PeerId peer) {
        var running = node;
        if (running != null) return running.forget(peer);
        var pins = setup.get().pins();
        pins.dropped(peer);
        return pins.written();
    }

    /** From one start to the next stop. */
    private final class Run implements LanListener, Neighbours.Observer {
        final Neighbours neighbours = new Neighbours(inFlight, presence, this);

        private boolean isOver() {
            return run != this;
        }

        /** The peer to give a message to; null if there is none. */
        @Nullable
        String hop(Message message, @Nullable MessageKey after) {
            var before = after == null ? null : inFlight.holder(after);
            // on the same link it cannot overtake
            if (before != null) return before;
            var receiver = message.receiver();
            if (neighbours.isLocal(receiver)) return receiver;
            // what was brought to this node is not passed on to the uplink of another
            if (!message.sender().equals(own())) return null;
            var carrier = isForThis(message) ? null : carrier();
            return carrier == null ? receiver : carrier;
        }

        @Override
        public void delivered(Line line, int later, boolean verified) {
            if (!isOver()) MeshAdapter.this.delivered(line, verified);
        }

        @Override
        public void happened(Event event) {
            neighbours.happened(event);
        }

        @Override
        public void inReach(String peer) {
            var hears = listener;
            if (hears != null && !isOver()) hears.receiverSeen(id(), peer);
        }

        @Override
        public void greeted(Peer peer) {
            announce(peer);
        }

        @Override
        public void carrierChosen() {
            if (!isOver()) nudge.now();
        }
    }

    // --- state

    @Override
    public TransportState state(String receiver) {
        var capabilities = Capabilities.ofMesh().withMaxMessageSize(MeshFrame.MAX_PAYLOAD_BYTES);
        return new TransportState(id(), TransportType.MESH_RELAY, capabilities, availability, reach(receiver));
    }

    private Reach reach(String receiver) {
        var now = run;
        var peer = now == null ? null : now.neighbours.find(receiver);
        if (peer == null) {
            if (now != null && now.neighbours.isLocal(receiver)) return Reach.RELAYED;
            boolean isElsewhere = !receiver.equals(Message.BROADCAST) && !receiver.equals(own());
            return isElsewhere && carrier() != null ? Reach.RELAYED : Reach.UNREACHABLE;
        }
        return switch (peer.connection()) {
            case NONE -> Reach.RELAYED;
            case PLAIN -> new Reach.Direct(Duration.ZERO, false);
            case SECURED -> new Reach.Direct(Duration.ZERO, true);
        };
    }
}
