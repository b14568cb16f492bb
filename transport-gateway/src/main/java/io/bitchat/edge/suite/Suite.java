package io.bitchat.edge.suite;

import io.bitchat.contracts.peers.PeerEvent;
import io.bitchat.contracts.transport.OutboundEvent;
import io.bitchat.edge.adapter.TransportAdapter;
import io.bitchat.edge.router.Router;
import io.bitchat.edge.uplink.UplinkAdapter;
import io.bitchat.edge.uplink.UplinkChannel;
import io.bitchat.edge.uplink.UplinkFrame;
import io.bitchat.kit.auth.TokenGenerations;
import io.bitchat.kit.codec.EventCodec;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.failover.TraceEntry;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketBase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What makes a node the gateway of a suite: it reads what the suite offers, publishes what nodes bring, and lets edge
 * nodes open uplinks. Safe from any thread.
 */
public final class Suite implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Suite.class);
    private static final long RENEW_MILLIS = SuiteEvents.LEASE.toMillis() / 3;
    private static final String GROUP = "transport-gateway";
    private static final int TOKEN_REVOKED = 4_001;
    private static final Duration REVOCATIONS = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final String own;
    private final EventCodec codec;
    private final TokenGenerations generations;
    private final EventWriter writer;
    private final SuiteEvents events;
    private final SuiteAdapter adapter;
    private final Offers offers;
    private final Delegations delegations;
    private final Trust trust;
    private final InstantSource clock;
    private final BiPredicate<String, String> admits;
    private final TopicReader offerReader;
    private final TopicReader peerReader;
    private final Set<String> near = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Router router;
    private long timer;

    /**
     * What a gateway needs.
     *
     * @param servers of Kafka, with commas between them
     * @param own id of the suite's node
     * @param admits whether a node may bring another message of a peer now
     */
    public record Setup(
            String servers,
            String own,
            EventCodec codec,
            TokenGenerations generations,
            Trust.Carry carry,
            BiPredicate<String, String> admits) {}

    /**
     * @param folder of the node
     * @throws IOException if the delegations in the folder cannot be read
     */
    public Suite(Vertx vertx, Setup setup, Path folder, InstantSource clock) throws IOException {
        this.vertx = vertx;
        this.own = setup.own();
        this.codec = setup.codec();
        this.generations = setup.generations();
        // first, because it is the one that may fail
        this.delegations = Delegations.open(folder.resolve("delegations.db"));
        this.writer = new EventWriter(setup.servers());
        this.events = new SuiteEvents(codec, writer, clock);
        this.trust = new Trust(delegations, setup.carry());
        this.clock = clock;
        this.admits = setup.admits();
        this.adapter = new SuiteAdapter(events, trust, own);
        this.offers = new Offers(events, own, clock);
        this.offerReader = new TopicReader(
                new TopicReader.Setup(setup.servers(), OutboundEvent.TOPIC, Optional.of(GROUP)), this::offered);
        this.peerReader = new TopicReader(
                new TopicReader.Setup(setup.servers(), PeerEvent.TOPIC, Optional.empty()), this::peerChanged);
        generations.onRaise(this::revoked);
    }

    public TransportAdapter adapter() {
        return adapter;
    }

    /**
     * Begins to read what the suite offers. Waits for the revocations of earlier times, so that a revoked token stays
     * revoked over a restart; but not for a broker that is gone.
     */
    public void start(Router with) throws InterruptedException {
        router = with;
        offerReader.start();
        peerReader.start();
        timer = vertx.setPeriodic(RENEW_MILLIS, _ -> renew());
        if (!peerReader.awaitCaughtUp(REVOCATIONS)) {
            LOG.warn("the gateway begins without all revocations, because the broker does not answer");
        }
    }

    private void renew() {
        adapter.renewPresence();
        near.stream().filter(peer -> trust.isNear(peer, own)).forEach(peer -> events.online(peer, own));
    }

    // --- uplinks

    /**
     * A node has opened an uplink. To be called on the event loop of the socket.
     *
     * @param node whose token was checked
     */
    public UplinkChannel opened(String node, WebSocketBase socket) {
        var listener = new Uplink();
        var channel = new UplinkChannel(vertx, socket, listener);
        var session = new NodeSession(node, channel);
        listener.session = session;
        LOG.info("edge node connected node={}", node);
        adapter.joined(session);
        return channel;
    }

    private final class Uplink implements UplinkChannel.Listener {
        private @Nullable NodeSession session;

        @Override
        public void heard(UplinkFrame frame) {
            if (session != null) adapter.heard(session, frame);
        }

        @Override
        public void closed() {
            if (session == null) return;
            LOG.info("edge node disconnected node={}", session.node());
            adapter.left(session);
        }
    }

    // --- delegations

    /** The nodes that a peer has delegated to. */
    public List<Delegations.Delegation> delegationsOf(String peer) {
        return delegations.of(peer);
    }

    /** The peer trusts the node from now on. */
    public CompletionStage<Delegations.Outcome> delegate(String peer, String node) {
        return delegations.give(peer, node, clock.instant()).thenApply(outcome -> {
            delegationChanged(peer, node);
            return outcome;
        });
    }

    /** It does not any more; whether it did before does not matter. */
    public CompletionStage<Void> withdraw(String peer, String node) {
        return delegations.withdraw(peer, node).thenRun(() -> delegationChanged(peer, node));
    }

    private void delegationChanged(String peer, String node) {
        adapter.delegationChanged(peer, node);
        if (!node.equals(own) || !near.contains(peer)) return;
        if (trust.isNear(peer, own)) events.online(peer, own);
        else events.offline(peer, own);
    }

    /** Number of connected nodes. */
    public int nodes() {
        return adapter.nodes().size();
    }

    /** Whether the node is connected. */
    public boolean isConnected(String node) {
        return adapter.nodes().all().stream().anyMatch(session -> session.node().equals(node));
    }

    /** Tokens of a peer were revoked: if it is a node, its uplink closes. */
    private void revoked(String peer) {
        adapter.nodes().all().stream()
                .filter(session -> session.node().equals(peer))
                .forEach(session -> session.channel().close(TOKEN_REVOKED, "the token was revoked"));
    }

    // --- what the suite says

    private void offered(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        var running = router;
        var event = Records.event(codec, OutboundEvent.class, record);
        if (running != null && event.isPresent() && event.get() instanceof OutboundEvent.Offered one) {
            offers.take(one, running);
        }
    }

    private void peerChanged(ConsumerRecord<String, byte[]> record) {
        Records.event(codec, PeerEvent.class, record)
                .ifPresent(event -> generations.raise(event.peerId(), generationOf(event)));
    }

    private static long generationOf(PeerEvent event) {
        return switch (event) {
            case PeerEvent.Registered registered -> registered.tokenGeneration();
            case PeerEvent.Updated updated -> updated.tokenGeneration();
            case PeerEvent.Retired retired -> retired.tokenGeneration();
        };
    }

    // --- what the suite's own node says

    /** An attempt has ended. */
    public void attempted(TraceEntry attempt) {
        offers.attempted(attempt);
    }

    /** A message was acknowledged. */
    public void sent(MessageKey key, TransportId by) {
        offers.sent(key, by);
    }

    /**
     * A message for a peer of the suite.
     *
     * @param from node that has brought it
     * @return true when it is safe
     */
    public CompletionStage<Boolean> received(Message message, String from) {
        if (message.type().equals(UplinkAdapter.OF_SUITE)) return CompletableFuture.completedFuture(false);
        if (!admits.test(from, message.sender())) return CompletableFuture.completedFuture(false);
        // what uplinks bring is marked already
        var marked = from.equals(own) && !trust.isProven(message.sender(), own) ? message.asUnverified() : message;
        return events.received(marked, from);
    }

    /** The suite's node sees a peer on its own network. */
    public void appeared(String peer) {
        if (near.size() < NodeSession.MAX_NEAR && near.add(peer) && trust.isNear(peer, own)) events.online(peer, own);
    }

    /** It sees it no more. */
    public void vanished(String peer) {
        if (near.remove(peer)) events.offline(peer, own);
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
        offerReader.close();
        peerReader.close();
        near.forEach(peer -> events.offline(peer, own));
        writer.close();
        delegations.close();
    }
}
