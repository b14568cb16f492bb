package io.bitchat.edge.node;

import io.bitchat.edge.inbox.Inbox;
import io.bitchat.edge.mesh.MeshAdapter;
import io.bitchat.edge.mesh.PeersListener;
import io.bitchat.edge.router.Receipt;
import io.bitchat.edge.router.Router;
import io.bitchat.edge.router.RouterListener;
import io.bitchat.edge.suite.Suite;
import io.bitchat.edge.uplink.Introductions;
import io.bitchat.edge.uplink.Neighbourhood;
import io.bitchat.edge.uplink.UplinkAdapter;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.failover.TraceEntry;
import io.bitchat.transport.outbox.Finished;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where messages of this node go that the router does not decide: what is for the node into its inbox, what peers bring
 * for the suite over the uplink, and what the suite has for peers over the other transports. Safe from any thread.
 */
final class Traffic implements RouterListener, Neighbourhood, PeersListener {
    private static final Logger LOG = LoggerFactory.getLogger(Traffic.class);

    private final String own;
    private final Inbox inbox;
    private final MeshAdapter mesh;
    private final MeterRegistry metrics;
    private final Waiting waiting = new Waiting();
    private volatile @Nullable Router router;
    private volatile @Nullable UplinkAdapter uplink;
    private volatile @Nullable Suite suite;
    private volatile @Nullable Introductions introductions;

    Traffic(String own, Inbox inbox, MeshAdapter mesh, MeterRegistry metrics) {
        this.own = own;
        this.inbox = inbox;
        this.mesh = mesh;
        this.metrics = metrics;
        mesh.listen(this);
    }

    /** This node has an uplink; to be called before the transports start. */
    void use(UplinkAdapter adapter, Introductions directory) {
        uplink = adapter;
        introductions = directory;
        adapter.observe(mesh::uplink);
    }

    /** This node is that of a suite; to be called before the transports start. */
    void use(Suite itself, @Nullable Introductions directory) {
        suite = itself;
        introductions = directory;
        mesh.uplink(true);
    }

    void routeWith(Router started) {
        router = started;
    }

    // --- what transports bring

    @Override
    public CompletionStage<Boolean> arrived(Message message, TransportId by, String from) {
        metrics.counter("bitchat.edge.received", "transport", by.name()).increment();
        if (message.receiver().equals(own)) return inbox.add(message, by);
        var gateway = suite;
        if (gateway != null) return gateway.received(message, by.equals(TransportId.UPLINK) ? from : own);
        var running = router;
        if (uplink == null || running == null) return CompletableFuture.completedFuture(false);
        return running.send(message, message.sender()).thenApply(receipt -> !(receipt instanceof Receipt.Refused));
    }

    /** The topic keeps the order of a key, and fails all that follow a failure. */
    @Override
    public boolean keepsOrder(Message message) {
        return suite != null && !message.receiver().equals(own);
    }

    @Override
    public void attempted(TraceEntry attempt) {
        var gateway = suite;
        if (gateway != null) gateway.attempted(attempt);
    }

    @Override
    public void sent(MessageKey key, TransportId by) {
        var gateway = suite;
        if (gateway != null) gateway.sent(key, by);
        var open = uplink;
        if (open != null && waiting.sent(key)) open.sentSince(key);
    }

    @Override
    public void expired(Finished finished) {
        LOG.warn("message given up key={} end={}", finished.key(), finished.end());
        waiting.over(finished.key());
        metrics.counter("bitchat.edge.given.up").increment();
    }

    @Override
    public void switched(TransportId from, ReasonCode reason, @Nullable TransportId to) {
        metrics.counter("bitchat.edge.failovers", "transport", from.name(), "reason", reason.wire())
                .increment();
    }

    // --- what the suite has for peers near this node

    @Override
    public Set<String> near() {
        var near = new HashSet<>(mesh.linkedPeers());
        near.add(own);
        return near;
    }

    @Override
    public boolean isNear(String peer) {
        return peer.equals(own) || mesh.linkedPeers().contains(peer);
    }

    @Override
    public CompletionStage<Taken> deliver(Message message) {
        if (message.receiver().equals(own)) {
            return inbox.add(message, TransportId.UPLINK)
                    .thenApply(safe ->
                            safe ? new Taken.Delivered(TransportId.UPLINK.name()) : new Taken.Refused("inbox_full"));
        }
        var running = router;
        if (running == null) return CompletableFuture.completedFuture(new Taken.Refused("starting"));
        var key = message.key();
        waiting.asked(key);
        return running.send(message, message.sender())
                .whenComplete((receipt, _) -> {
                    if (!(receipt instanceof Receipt.Queued)) waiting.over(key);
                })
                .thenApply(receipt -> taken(key, receipt));
    }

    private Taken taken(MessageKey key, Receipt receipt) {
        return switch (receipt) {
            case Receipt.Sent(var by, var _) -> new Taken.Delivered(by.name());
            // sent before, and asked for again
            case Receipt.Queued(var reason)
            when reason == ReasonCode.SENT -> {
                waiting.over(key);
                yield new Taken.Delivered("");
            }
            case Receipt.Queued(var reason) ->
                waiting.waits(key) ? new Taken.Waits(reason.wire()) : new Taken.Delivered("");
            case Receipt.Refused(var reason) -> new Taken.Refused(reason.wire());
        };
    }

    // --- who is near

    @Override
    public void appeared(String peer) {
        introduce(peer);
        var open = uplink;
        if (open != null) open.appeared(peer);
        var gateway = suite;
        if (gateway != null) gateway.appeared(peer);
    }

    /** A peer of the local network is one of the suite from now on. */
    private void introduce(String id) {
        var directory = introductions;
        var peer = mesh.peer(id);
        if (directory == null || peer == null || peer.key() == null) return;
        var key = Base64.getEncoder().encodeToString(peer.key().bytes().toArray());
        directory.introduce(new Introductions.Peer(id, key, peer.profile().nick()));
    }

    @Override
    public void vanished(String peer) {
        var directory = introductions;
        if (directory != null) directory.forget(peer);
        var open = uplink;
        if (open != null) open.vanished(peer);
        var gateway = suite;
        if (gateway != null) gateway.vanished(peer);
    }
}
