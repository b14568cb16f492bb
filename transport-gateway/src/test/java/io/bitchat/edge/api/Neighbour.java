package io.bitchat.edge.api;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.edge.mesh.LanNode;
import io.bitchat.edge.mesh.LanScope;
import io.bitchat.edge.mesh.MeshAdapter;
import io.bitchat.edge.queue.DiskQueue;
import io.bitchat.edge.router.Receipt;
import io.bitchat.edge.router.Router;
import io.bitchat.edge.router.RouterListener;
import io.bitchat.lan.Identity;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.outbox.Finished;
import io.bitchat.transport.outbox.OutboxLimits;
import io.bitchat.transport.outbox.RetryPause;
import io.bitchat.transport.settings.TransportSettings;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Another node on the mesh, in this process. */
final class Neighbour implements RouterListener, AutoCloseable {
    final List<String> got = new CopyOnWriteArrayList<>();
    private final String id;
    private final Identity identity;
    private final Router router;

    Neighbour(Vertx vertx, String id, InetSocketAddress group, Path folder) throws Exception {
        this.id = id;
        identity = new Identity(new PeerId(id), Ed25519KeyPair.generate(new SplittableRandom()), null);
        var profile = new Profile(id, "", List.of("general"));
        var setup = LanNode.Setup.of(identity, profile, new LanScope.ThisMachine(), group, 0);
        var queue = new DiskQueue.Setup(
                folder.resolve(id + ".db"),
                OutboxLimits.defaults(),
                new RetryPause(Duration.ofMillis(100), Duration.ofMillis(400)),
                InstantSource.system(),
                new Random());
        var mesh = new MeshAdapter(vertx, () -> setup);
        router = Router.start(List.of(mesh), TransportSettings.defaults(), this, queue)
                .toCompletableFuture()
                .get(20, SECONDS);
    }

    Receipt send(String messageId, String text) throws Exception {
        var payload = Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
        var message = Message.of(new MessageKey(id, messageId, "here"), payload, Instant.now());
        return router.send(message, id).toCompletableFuture().get(20, SECONDS);
    }

    String fingerprint() {
        return identity.fingerprint();
    }

    int queued() throws Exception {
        return router.queued().toCompletableFuture().get(20, SECONDS).messages();
    }

    @Override
    public CompletionStage<Boolean> arrived(Message message, TransportId by, String from) {
        got.add(new String(message.payload().toArray(), StandardCharsets.UTF_8));
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public void expired(Finished finished) {}

    @Override
    public void switched(TransportId from, ReasonCode reason, @Nullable TransportId to) {}

    @Override
    public void close() {
        router.close();
    }
}
