package io.bitchat.edge.node;

import io.bitchat.edge.inbox.Inbox;
import io.bitchat.edge.mesh.MeshAdapter;
import io.bitchat.edge.mesh.MeshCounts;
import io.bitchat.edge.router.Router;
import io.bitchat.lan.CloseReason;
import io.bitchat.lan.Count;
import io.bitchat.lan.registry.Peer;
import io.bitchat.lan.registry.Presence;
import io.bitchat.lan.wire.Refusal;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Metrics of a node. It is asked every few seconds, since its parts answer on threads of their own. */
final class NodeMetrics implements AutoCloseable {
    private static final int PERIOD_MILLIS = 2_000;

    private final Vertx vertx;
    private final long timer;
    private final Router router;
    private final Inbox inbox;
    private final MeshAdapter mesh;
    private volatile MeshCounts counts = new MeshCounts(List.of(), Map.of(), Map.of(), Map.of());
    private volatile double waiting;
    private volatile double waitingBytes;
    private volatile double unread;
    private volatile double unreadBytes;

    NodeMetrics(MeterRegistry metrics, Vertx vertx, Router router, Inbox inbox, MeshAdapter mesh) {
        this.vertx = vertx;
        this.router = router;
        this.inbox = inbox;
        this.mesh = mesh;
        register(metrics);
        timer = vertx.setPeriodic(0, PERIOD_MILLIS, _ -> ask());
    }

    private void ask() {
        router.queued().thenAccept(size -> {
            waiting = size.messages();
            waitingBytes = size.bytes();
        });
        inbox.size().thenAccept(size -> {
            unread = size.messages();
            unreadBytes = size.bytes();
        });
        var node = mesh.node();
        if (node != null) node.counts().thenAccept(now -> counts = now);
    }

    private void register(MeterRegistry metrics) {
        gauge(metrics, "bitchat.edge.queue.messages", "messages that wait on this node", one -> one.waiting);
        gauge(metrics, "bitchat.edge.queue.bytes", "their size", one -> one.waitingBytes);
        gauge(metrics, "bitchat.edge.inbox.messages", "messages that nobody has removed", one -> one.unread);
        gauge(metrics, "bitchat.edge.inbox.bytes", "their size", one -> one.unreadBytes);
        for (var presence : Presence.values()) {
            Gauge.builder("bitchat.mesh.peers", this, one -> one.peers(presence))
                    .tag("presence", wire(presence))
                    .description("peers of the LAN, by the time since they were heard")
                    .register(metrics);
        }
        for (var connection : Peer.Connection.values()) {
            Gauge.builder("bitchat.mesh.links", this, one -> one.links(connection))
                    .tag("connection", wire(connection))
                    .description("peers of the LAN, by the link to them")
                    .register(metrics);
        }
        for (var count : Count.values()) {
            FunctionCounter.builder("bitchat.mesh.events", this, one -> one.counts
                            .counted()
                            .getOrDefault(count, 0L))
                    .tag("event", wire(count))
                    .description("what happened in the LAN mesh")
                    .register(metrics);
        }
        for (var reason : Refusal.values()) {
            FunctionCounter.builder("bitchat.mesh.refused", this, one -> one.counts
                            .refused()
                            .getOrDefault(reason, 0L))
                    .tag("reason", wire(reason))
                    .description("what peers sent and was dropped")
                    .register(metrics);
        }
        for (var reason : CloseReason.values()) {
            FunctionCounter.builder("bitchat.mesh.closed", this, one -> one.counts
                            .closed()
                            .getOrDefault(reason, 0L))
                    .tag("reason", wire(reason))
                    .description("links that this node closed")
                    .register(metrics);
        }
    }

    private void gauge(MeterRegistry metrics, String name, String text, ToDoubleFunction<NodeMetrics> value) {
        Gauge.builder(name, this, value).description(text).register(metrics);
    }

    private static String wire(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private double peers(Presence presence) {
        return counts.peers().stream()
                .filter(peer -> peer.presence() == presence)
                .count();
    }

    private double links(Peer.Connection connection) {
        return counts.peers().stream()
                .filter(peer -> peer.connection() == connection)
                .count();
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }
}
