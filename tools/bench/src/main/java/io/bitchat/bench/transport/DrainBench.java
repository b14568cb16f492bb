package io.bitchat.bench.transport;

import io.bitchat.bench.Refused;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Report;
import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.edge.mesh.LanNode;
import io.bitchat.edge.mesh.LanScope;
import io.bitchat.edge.mesh.MeshAdapter;
import io.bitchat.edge.router.Receipt;
import io.bitchat.edge.router.Router;
import io.bitchat.edge.router.RouterListener;
import io.bitchat.lan.Identity;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import io.bitchat.lan.wire.Target;
import io.bitchat.transport.Message;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.outbox.Finished;
import io.bitchat.transport.settings.TransportSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How fast a queue empties when its receiver comes into reach; every message must arrive once and in the order of its sender. */
final class DrainBench {
    private static final int SENDERS = 50;
    private static final int UNDER_WAY = 500;
    private static final double PER_SECOND = 1_000;
    private static final int PATIENCE_SECONDS = 120;

    private final Vertx vertx;
    private final InetSocketAddress group;
    private final Path folder;
    private final int messages;

    DrainBench(Vertx vertx, InetSocketAddress group, Path folder, int messages) {
        this.vertx = vertx;
        this.group = group;
        this.folder = folder;
        this.messages = messages;
    }

    /** Notes what arrives, on the router's thread. */
    private static final class Receiver implements RouterListener {
        private final Map<String, Integer> latest = new HashMap<>();
        private int count;
        private int wrong;
        private long first;
        private long last;

        @Override
        public synchronized CompletionStage<Boolean> arrived(Message message, TransportId by, String from) {
            int number = Integer.parseInt(message.key().id().substring(1));
            var before = latest.put(message.type(), number);
            if (before != null && before >= number) wrong++;
            if (count++ == 0) first = System.nanoTime();
            last = System.nanoTime();
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public void expired(Finished finished) {}

        @Override
        public void switched(TransportId from, ReasonCode reason, @Nullable TransportId to) {}

        synchronized int count() {
            return count;
        }
    }

    void run(Report report) throws IOException, InterruptedException {
        try (var sender = start("sender", new Receiver())) {
            deposit(sender);
            var receiver = new Receiver();
            long began = System.nanoTime();
            try (var _ = start("receiver", receiver)) {
                awaitEmpty(sender);
            }
            if (receiver.count() != messages || receiver.wrong > 0) {
                throw new Refused("%d of %d messages arrived, %d out of order or twice"
                        .formatted(receiver.count(), messages, receiver.wrong));
            }
            report.add(List.of(
                    Figure.atLeast(
                            "drain when the receiver is back",
                            "/s",
                            messages / ((receiver.last - receiver.first) / 1e9),
                            PER_SECOND),
                    Figure.informs("first message after the receiver's start", "ms", (receiver.first - began) / 1e6)));
            report.condition(
                    "drain", "%,d messages of %d senders, each once and in order".formatted(messages, SENDERS));
        }
    }

    private Router start(String name, RouterListener listener) throws IOException {
        var identity = new Identity(new PeerId(name), Ed25519KeyPair.generate(new SplittableRandom()), null);
        var profile = new Profile(name, "", List.of(Target.GENERAL.text()));
        var lan = LanNode.Setup.of(identity, profile, new LanScope.ThisMachine(), group, 0);
        return Router.start(
                        List.of(new MeshAdapter(vertx, () -> lan)),
                        TransportSettings.defaults(),
                        listener,
                        QueueBench.setup(folder.resolve(name + ".db")))
                .toCompletableFuture()
                .join();
    }

    private void deposit(Router sender) {
        var receipts = new ArrayDeque<CompletableFuture<Receipt>>();
        for (int i = 0; i < messages; i++) {
            // the type tells the senders apart: the sender of a message over the LAN is its node
            var message = QueueBench.message("sender", "m" + i, "receiver").withType("t" + i % SENDERS);
            receipts.add(sender.send(message, "sender").toCompletableFuture());
            // the queue refuses what comes faster than the disk takes it
            if (receipts.size() == UNDER_WAY) requireQueued(receipts.removeFirst());
        }
        receipts.forEach(DrainBench::requireQueued);
    }

    private static void requireQueued(CompletableFuture<Receipt> receipt) {
        if (!(receipt.join() instanceof Receipt.Queued)) {
            throw new Refused("a message was not queued: " + receipt.join());
        }
    }

    private static void awaitEmpty(Router sender) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (sender.queued().toCompletableFuture().join().messages() > 0) {
            if (System.nanoTime() > end) throw new Refused("the queue is not empty after " + PATIENCE_SECONDS + " s");
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
