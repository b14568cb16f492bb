package io.bitchat.edge.node;

import io.bitchat.edge.adapter.TransportAdapter;
import io.bitchat.edge.inbox.Inbox;
import io.bitchat.edge.mesh.MeshAdapter;
import io.bitchat.edge.mesh.Pins;
import io.bitchat.edge.router.Router;
import io.bitchat.edge.suite.Suite;
import io.bitchat.edge.suite.Trust;
import io.bitchat.edge.uplink.Introductions;
import io.bitchat.edge.uplink.NodeKey;
import io.bitchat.edge.uplink.UplinkAdapter;
import io.bitchat.kit.codec.EventCodec;
import io.bitchat.lan.Identity;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Makes the transports that the configuration of a node wants: always the mesh, and one end of an uplink. */
@ApplicationScoped
class Transports {
    private final NodeConfig config;
    private final Vertx vertx;
    private final EventCodec codec;
    private final CallerRules callers;
    private final MeterRegistry metrics;

    Transports(NodeConfig config, Vertx vertx, EventCodec codec, CallerRules callers, MeterRegistry metrics) {
        this.config = config;
        this.vertx = vertx;
        this.codec = codec;
        this.callers = callers;
        this.metrics = metrics;
    }

    /**
     * The transports of a node, and where its messages go besides.
     *
     * @param suite set if the node is the gateway of a suite
     * @param directory of the suite that the node belongs to
     */
    record Wired(
            MeshAdapter mesh,
            List<TransportAdapter> adapters,
            Traffic traffic,
            @Nullable Suite suite,
            @Nullable Introductions directory)
            implements AutoCloseable {
        void routeWith(Router router) throws InterruptedException {
            traffic.routeWith(router);
            if (suite != null) suite.start(router);
        }

        @Override
        public void close() {
            if (directory != null) directory.close();
            if (suite != null) suite.close();
        }
    }

    /**
     * Makes them; the router starts them.
     *
     * @throws IllegalArgumentException if a setting is out of range; the message names it
     */
    Wired make(Identity identity, Inbox inbox, Pins pins, InstantSource clock) throws IOException {
        var setup = MeshSetup.of(config, identity).withPins(pins);
        var mesh = new MeshAdapter(vertx, () -> setup);
        var own = identity.peer().value();
        var traffic = new Traffic(own, inbox, mesh, metrics);
        Optional<URI> uplink = config.uplink();
        Optional<String> kafka = config.kafka();
        if (uplink.isPresent() && kafka.isPresent()) {
            throw new IllegalArgumentException("bitchat.edge.uplink and bitchat.edge.kafka are both set: a node is"
                    + " either an edge node or the gateway of a suite");
        }
        if (kafka.isPresent()) {
            var suite = new Suite(
                    vertx,
                    new Suite.Setup(kafka.get(), own, codec, callers.generations(), carry(), this::admits),
                    config.data(),
                    clock);
            // on the loopback interface there are the nodes of other installations on this machine, and nobody else
            boolean isOpen = !config.interfaces().equals(List.of("loopback"));
            var directory = isOpen ? new Introductions(vertx, config.directory()) : null;
            traffic.use(suite, directory);
            gauge("bitchat.edge.nodes", "edge nodes that are connected with this suite", suite, Suite::nodes);
            return new Wired(mesh, List.of(mesh, suite.adapter()), traffic, suite, directory);
        }
        if (uplink.isEmpty()) return new Wired(mesh, List.of(mesh), traffic, null, null);
        var adapter = new UplinkAdapter(
                vertx, new UplinkAdapter.Setup(uplink.get(), own, key(identity)), traffic, new SecureRandom());
        var directory = new Introductions(vertx, uplink.get());
        traffic.use(adapter, directory);
        gauge("bitchat.edge.uplink.open", "1 while the uplink is open", adapter, one -> one.isAvailable() ? 1 : 0);
        return new Wired(mesh, List.of(mesh, adapter), traffic, null, directory);
    }

    private boolean admits(String node, String peer) {
        return callers.admits(node, peer, config.messagesPerMinute());
    }

    private Trust.Carry carry() {
        return config.carry().orElse(callers.areTokensRequired() ? Trust.Carry.DELEGATED : Trust.Carry.ANYONE);
    }

    private NodeKey key(Identity identity) throws IOException {
        var file = config.uplinkKey();
        return file.isPresent() ? NodeKey.ofPem(file.get()) : new NodeKey(identity.keys());
    }

    private <T> void gauge(String name, String text, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(text).register(metrics);
    }

    NodeMetrics measure(Router router, Inbox inbox, MeshAdapter mesh) {
        return new NodeMetrics(metrics, vertx, router, inbox, mesh);
    }
}
