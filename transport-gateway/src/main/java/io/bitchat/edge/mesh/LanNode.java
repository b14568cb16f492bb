package io.bitchat.edge.mesh;

import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.edge.mesh.socket.MulticastSockets;
import io.bitchat.edge.mesh.socket.TcpLinks;
import io.bitchat.lan.CloseReason;
import io.bitchat.lan.Count;
import io.bitchat.lan.Effect;
import io.bitchat.lan.Event;
import io.bitchat.lan.Identity;
import io.bitchat.lan.Input;
import io.bitchat.lan.LanParameters;
import io.bitchat.lan.LinkId;
import io.bitchat.lan.Node;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.address.LocalNetwork;
import io.bitchat.lan.registry.Peer;
import io.bitchat.lan.registry.RefusedKey;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import io.bitchat.lan.wire.Target;
import io.bitchat.link.LinkMetrics;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A peer of the LAN mesh on real sockets. The state machine runs on a thread of its own, discovery reads on another, and
 * TCP is an event loop's; none waits for another.
 */
public final class LanNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LanNode.class);
    private static final int TICK_MILLIS = 50;
    private static final int NETWORKS_MILLIS = 2_000;
    /** Datagrams that wait for the node; what comes beyond is dropped and counted. */
    private static final int MAX_DATAGRAMS = 1_000;

    private final Setup setup;
    private final LanListener listener;
    private final Node node;
    private final Context loop;
    private final TcpLinks links;
    private final MulticastSockets discovery;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "lan-node"));
    private final AtomicInteger datagrams = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private List<LocalNetwork> networks = List.of();
    private volatile int port;

    /**
     * What a node needs.
     *
     * @param group of discovery
     * @param port TCP port for links; 0 means any
     * @param contacts where peers accept links that no beacon reaches
     * @param pins of earlier runs, and of this one
     */
    public record Setup(
            Identity identity,
            Profile profile,
            LanParameters parameters,
            LanScope scope,
            InetSocketAddress group,
            int port,
            List<Endpoint> contacts,
            Pins pins) {
        public Setup {
            contacts = List.copyOf(contacts);
        }

        /** With the published times, in the published group, on any port. */
        public static Setup of(Identity identity, Profile profile, LanScope scope) throws IOException {
            return of(identity, profile, scope, MulticastSockets.standardGroup(), 0);
        }

        /** With the published times, no contacts, and pins that are not kept. */
        public static Setup of(Identity identity, Profile profile, LanScope scope, InetSocketAddress group, int port) {
            return new Setup(identity, profile, LanParameters.defaults(), scope, group, port, List.of(), Pins.NONE);
        }

        public Setup withContacts(List<Endpoint> addresses) {
            return new Setup(identity, profile, parameters, scope, group, port, addresses, pins);
        }

        public Setup withPins(Pins kept) {
            return new Setup(identity, profile, parameters, scope, group, port, contacts, kept);
        }
    }

    private LanNode(Vertx vertx, Setup setup, LanListener listener) throws IOException {
        this.setup = setup;
        this.listener = listener;
        this.node = new Node(
                setup.identity(),
                setup.profile(),
                setup.parameters(),
                new SplittableRandom(new SecureRandom().nextLong()));
        this.loop = vertx.getOrCreateContext();
        this.links = new TcpLinks(vertx, new Taker(), setup.identity().secure(), TcpLinks.WRITE_IDLE_SECONDS);
        this.discovery = new MulticastSockets(setup.group(), this::datagram);
    }

    /** Starts a node; complete when it listens and has sent its first beacon. */
    public static CompletionStage<LanNode> start(Vertx vertx, Setup setup, LanListener listener) throws IOException {
        var node = new LanNode(vertx, setup, listener);
        var started = new CompletableFuture<LanNode>();
        var host = setup.scope() instanceof LanScope.ThisMachine ? "127.0.0.1" : "0.0.0.0";
        node.loop.runOnContext(_ -> node.links
                .listen(host, setup.port())
                .onSuccess(port -> node.post(() -> {
                    node.begin(port);
                    started.complete(node);
                }))
                .onFailure(failure -> {
                    started.completeExceptionally(failure);
                    // waits for the event loop, which this is
                    Thread.ofVirtual().start(node::close);
                }));
        return started;
    }

    private void begin(int listening) {
        port = listening;
        networks = currentNetworks();
        if (networks.isEmpty()) LOG.warn("no network for the mesh scope={}", setup.scope());
        discovery.use(networks);
        handle(new Input.KeysKnown(setup.pins().known()));
        handle(new Input.Started(listening, networks));
        if (!setup.contacts().isEmpty()) handle(new Input.ContactsChanged(setup.contacts()));
        thread.scheduleWithFixedDelay(guarded(this::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        thread.scheduleWithFixedDelay(
                guarded(this::lookAtNetworks), NETWORKS_MILLIS, NETWORKS_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        handle(new Input.Ticked());
    }

    private void lookAtNetworks() {
        var now = currentNetworks();
        discovery.use(now);
        if (now.equals(networks)) return;
        LOG.info("networks of the mesh changed from={} to={}", networks, now);
        networks = now;
        handle(new Input.NetworksChanged(now));
    }

    private List<LocalNetwork> currentNetworks() {
        try {
            return setup.scope().networks();
        } catch (SocketException e) {
            LOG.warn("the interfaces of this host cannot be listed cause={}", e.toString());
            return networks;
        }
    }

    // --- inputs

    private void datagram(String network, Ipv4 from, byte[] bytes) {
        if (datagrams.incrementAndGet() > MAX_DATAGRAMS) {
            datagrams.decrementAndGet();
            dropped.incrementAndGet();
            return;
        }
        post(() -> {
            datagrams.decrementAndGet();
            handle(new Input.Datagram(network, from, bytes));
        });
    }

    /** Hands what happens to links to the node's thread. */
    private final class Taker implements TcpLinks.Taker {
        @Override
        public void accepted(LinkId link, Ipv4 from, @Nullable X25519PublicKey secured) {
            post(() -> handle(new Input.LinkAccepted(link, from, secured)));
        }

        @Override
        public void opened(LinkId link, @Nullable X25519PublicKey secured) {
            post(() -> handle(new Input.LinkOpened(link, secured)));
        }

        @Override
        public void received(LinkId link, byte[] bytes, Runnable taken) {
            post(() -> {
                handle(new Input.Received(link, bytes));
                loop.runOnContext(_ -> taken.run());
            });
        }

        @Override
        public void closed(LinkId link) {
            post(() -> handle(new Input.LinkClosed(link)));
        }

        @Override
        public void wrongKey(LinkId link) {
            post(() -> handle(new Input.WrongKey(link)));
        }
    }

    /** False if the node has stopped. */
    private boolean post(Runnable task) {
        try {
            thread.execute(guarded(task));
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("the node has stopped");
            return false;
        }
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("a bug in the mesh: an input had no effect", e);
            }
        };
    }

    private List<Effect> handle(Input input) {
        var effects = node.handle(input, InstantSource.system().instant());
        effects.forEach(this::carryOut);
        return effects;
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Multicast(var network, var datagram) -> discovery.send(network, datagram);
            case Effect.Dial(var link, var _, Endpoint address, var secure) ->
                loop.runOnContext(_ -> links.dial(link, address, secure));
            case Effect.Send(var link, var bytes) -> loop.runOnContext(_ -> links.send(link, bytes));
            case Effect.Close(var link, var reason) -> {
                LOG.debug("link closed link={} reason={}", link, reason);
                loop.runOnContext(_ -> links.close(link));
            }
            case Effect.Deliver(var line, int later, boolean verified) -> listener.delivered(line, later, verified);
            case Effect.Tell(var event) -> tell(event);
            case Effect.Accepted _, Effect.Rejected _ -> {} // the answer of whoever asked
        }
    }

    private void tell(Event event) {
        if (event instanceof Event.KeyPinned(var peer, var key)) setup.pins().pinned(peer, key);
        if (event instanceof Event.KeyDropped(var peer)) setup.pins().dropped(peer);
        listener.happened(event);
    }

    // --- the user

    /** Says something to a room or to one peer. */
    public CompletionStage<Said> say(Target target, String content) {
        return ask(_ -> answer(handle(new Input.Said(target, content))));
    }

    private static Said answer(List<Effect> effects) {
        for (var effect : effects) {
            if (effect instanceof Effect.Accepted(var id, var route)) return new Said.Accepted(id, route);
            if (effect instanceof Effect.Rejected(var reason)) return new Said.Rejected(reason);
        }
        throw new IllegalStateException("a line was neither accepted nor rejected");
    }

    /** Enters a room; the answer is empty, or says why that is not possible. */
    public CompletionStage<Optional<Effect.Rejection>> join(String room) {
        return change(new Input.RoomJoined(room));
    }

    public CompletionStage<Optional<Effect.Rejection>> part(String room) {
        return change(new Input.RoomParted(room));
    }

    public CompletionStage<Optional<Effect.Rejection>> rename(String nick) {
        return change(new Input.Renamed(nick));
    }

    /** @param status for example {@code away}; empty means online */
    public CompletionStage<Optional<Effect.Rejection>> changeStatus(String status) {
        return change(new Input.StatusChanged(status));
    }

    private CompletionStage<Optional<Effect.Rejection>> change(Input input) {
        return ask(_ -> handle(input).stream()
                .filter(Effect.Rejected.class::isInstance)
                .map(effect -> ((Effect.Rejected) effect).reason())
                .findFirst());
    }

    /** The peers of the network, in an order that is the same on every node. */
    public CompletionStage<List<Peer>> peers() {
        return ask(Node::peers);
    }

    /** Keys that were refused because peers are known by others. */
    public CompletionStage<List<RefusedKey>> refusedKeys() {
        return ask(Node::refusedKeys);
    }

    /** Forgets the first key of a peer at once; complete when it is forgotten on the disk, too. */
    public CompletionStage<Void> forget(PeerId peer) {
        return ask(_ -> handle(new Input.KeyForgotten(peer)))
                .thenCompose(_ -> setup.pins().written());
    }

    /** All that the node has counted. */
    public CompletionStage<MeshCounts> counts() {
        return ask(MeshCounts::of);
    }

    /** Number of open links. */
    public CompletionStage<Integer> links() {
        return ask(one -> one.links().size());
    }

    public CompletionStage<Long> counted(Count count) {
        return ask(one -> one.counted(count));
    }

    /** Number of links that the node has closed for a reason. */
    public CompletionStage<Long> closed(CloseReason reason) {
        return ask(one -> one.closed(reason));
    }

    /** Counters of handshakes and encrypted links; empty if this node has plain links only. */
    public Optional<LinkMetrics> encrypted() {
        return links.encrypted();
    }

    /** Accepted connections that ended before they had said anything, or finished a handshake. */
    public long strangers() {
        return links.dropped();
    }

    /** Datagrams dropped because too many waited. */
    public long dropped() {
        return dropped.get();
    }

    /** Asks the state machine, on its thread. */
    private <T> CompletionStage<T> ask(Function<Node, T> question) {
        var done = new CompletableFuture<T>();
        boolean asked = post(() -> {
            try {
                done.complete(question.apply(node));
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        if (!asked) done.completeExceptionally(new IllegalStateException("the node has stopped"));
        return done;
    }

    public int port() {
        return port;
    }

    /** Tells the peers, closes all links and ends all threads; within five seconds. */
    @Override
    public void close() {
        var told = new CompletableFuture<Void>();
        post(() -> {
            handle(new Input.Stopped());
            loop.runOnContext(_ -> links.stop().onComplete(_ -> told.complete(null)));
        });
        told.completeOnTimeout(null, 3, TimeUnit.SECONDS).join();
        thread.shutdownNow();
        try {
            discovery.close();
            if (!thread.awaitTermination(2, TimeUnit.SECONDS)) LOG.warn("the thread of the mesh does not end");
        } catch (IOException e) {
            LOG.warn("discovery could not be closed cause={}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
