package io.bitchat.edge.node;

import io.bitchat.edge.inbox.Inbox;
import io.bitchat.edge.inbox.InboxLimits;
import io.bitchat.edge.mesh.MeshAdapter;
import io.bitchat.edge.queue.DiskQueue;
import io.bitchat.edge.router.Router;
import io.bitchat.edge.router.RouterListener;
import io.bitchat.transport.Message;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.outbox.Finished;
import io.bitchat.transport.outbox.OutboxLimits;
import io.bitchat.transport.outbox.RetryPause;
import io.bitchat.transport.settings.SettingsReader;
import io.bitchat.transport.settings.TransportSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
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
    private final Vertx vertx;
    private final MeterRegistry metrics;
    private final InstantSource clock;
    private final TransportSettings settings;
    private @Nullable Running running;

    private record Running(String id, Inbox inbox, MeshAdapter mesh, Router router, NodeMetrics metrics) {}

    EdgeNode(NodeConfig config, Config sources, Vertx vertx, MeterRegistry metrics, InstantSource clock) {
        this.config = config;
        this.vertx = vertx;
        this.metrics = metrics;
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
        var setup = MeshSetup.of(config, identity);
        var inbox = Inbox.open(folder.resolve("inbox.db"), InboxLimits.defaults(), clock);
        try {
            var mesh = new MeshAdapter(vertx, () -> setup);
            var queue = new DiskQueue.Setup(
                    folder.resolve("queue.db"),
                    OutboxLimits.defaults(),
                    RetryPause.defaults(),
                    clock,
                    new SecureRandom());
            var router = Router.start(List.of(mesh), settings, new Listener(inbox), queue)
                    .toCompletableFuture()
                    .get(START_SECONDS, TimeUnit.SECONDS);
            var measured = new NodeMetrics(metrics, vertx, router, inbox, mesh);
            running = new Running(identity.peer().value(), inbox, mesh, router, measured);
        } catch (IOException | InterruptedException | ExecutionException | TimeoutException | RuntimeException e) {
            inbox.close();
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
        running.inbox().close();
    }

    private final class Listener implements RouterListener {
        private final Inbox inbox;

        Listener(Inbox inbox) {
            this.inbox = inbox;
        }

        @Override
        public CompletionStage<Boolean> arrived(Message message, TransportId by) {
            metrics.counter("bitchat.edge.received", "transport", by.name()).increment();
            return inbox.add(message, by);
        }

        @Override
        public void expired(Finished finished) {
            Log.warnf("message given up key=%s end=%s", finished.key(), finished.end());
            metrics.counter("bitchat.edge.given.up").increment();
        }

        @Override
        public void switched(TransportId from, ReasonCode reason, @Nullable TransportId to) {
            metrics.counter("bitchat.edge.failovers", "transport", from.name(), "reason", reason.wire())
                    .increment();
        }
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
        return running().mesh();
    }

    public Inbox inbox() {
        return running().inbox();
    }
}
