package io.bitchat.edge.node;

import io.bitchat.edge.inbox.Inbox;
import io.bitchat.edge.inbox.InboxLimits;
import io.bitchat.edge.mesh.MeshAdapter;
import io.bitchat.edge.mesh.pin.PinFile;
import io.bitchat.edge.queue.DiskQueue;
import io.bitchat.edge.router.Router;
import io.bitchat.edge.suite.Suite;
import io.bitchat.transport.outbox.OutboxLimits;
import io.bitchat.transport.outbox.RetryPause;
import io.bitchat.transport.settings.SettingsReader;
import io.bitchat.transport.settings.TransportSettings;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** What runs on this node: its transports, its queue and its inbox. */
@ApplicationScoped
public class EdgeNode {
    private static final int START_SECONDS = 20;

    private final NodeConfig config;
    private final Transports transports;
    private final InstantSource clock;
    private final TransportSettings settings;
    private @Nullable Running running;

    private record Running(String id, Stores stores, Transports.Wired wired, Router router, NodeMetrics metrics) {}

    /** What the node keeps besides its queue. */
    private record Stores(Inbox inbox, PinFile pins) implements AutoCloseable {
        static Stores open(Path folder, InstantSource clock) throws IOException {
            var inbox = Inbox.open(folder.resolve("inbox.db"), InboxLimits.defaults(), clock);
            try {
                return new Stores(inbox, PinFile.open(folder.resolve("pins.db")));
            } catch (IOException e) {
                inbox.close();
                throw e;
            }
        }

        @Override
        public void close() {
            pins.close();
            inbox.close();
        }
    }

    EdgeNode(NodeConfig config, Config sources, Transports transports, InstantSource clock) {
        this.config = config;
        this.transports = transports;
        this.clock = clock;
        this.settings = new SettingsReader(
                        key -> sources.getOptionalValue(key, String.class).orElse(null))
                .read();
    }

    void start(@Observes StartupEvent startup)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        settings.warnings().forEach(Log::warn);
        // queue and inbox hold what others may not read
        var folder = Files.createDirectories(
                config.data(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var identity = NodeIdentity.of(folder, config.id());
        var stores = Stores.open(folder, clock);
        try {
            var wired = transports.make(identity, stores.inbox(), stores.pins(), clock);
            var queue = new DiskQueue.Setup(
                    folder.resolve("queue.db"),
                    OutboxLimits.defaults(),
                    RetryPause.defaults(),
                    clock,
                    new SecureRandom());
            var router = Router.start(wired.adapters(), settings, wired.traffic(), queue)
                    .toCompletableFuture()
                    .get(START_SECONDS, TimeUnit.SECONDS);
            wired.routeWith(router);
            var metrics = transports.measure(router, stores.inbox(), wired.mesh());
            running = new Running(identity.peer().value(), stores, wired, router, metrics);
        } catch (IOException | InterruptedException | ExecutionException | TimeoutException | RuntimeException e) {
            stores.close();
            throw e;
        }
        Log.infof(
                "edge node ready name=%s id=%s fingerprint=%s interfaces=%s",
                config.name(), id(), identity.fingerprint(), config.interfaces());
    }

    void stop(@Observes ShutdownEvent shutdown) {
        if (running == null) return;
        running.metrics().close();
        running.router().close();
        running.wired().close();
        running.stores().close();
    }

    private Running running() {
        return Objects.requireNonNull(running, "the node has not started");
    }

    /** Id of this node among its peers. */
    public String id() {
        return running().id();
    }

    public TransportSettings settings() {
        return settings;
    }

    public Router router() {
        return running().router();
    }

    public MeshAdapter mesh() {
        return running().wired().mesh();
    }

    /** The suite that this node is the gateway of; null if it is of none, or has not started. */
    public @Nullable Suite suite() {
        return running == null ? null : running.wired().suite();
    }

    public Inbox inbox() {
        return running().stores().inbox();
    }
}
