package io.bitchat.edge.router;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.edge.mesh.LanNode;
import io.bitchat.edge.mesh.LanScope;
import io.bitchat.edge.mesh.MeshAdapter;
import io.bitchat.edge.mesh.OwnGroup;
import io.bitchat.edge.queue.DiskQueue;
import io.bitchat.lan.Identity;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Privacy;
import io.bitchat.transport.PrivacyAchieved;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.TransportState;
import io.bitchat.transport.Wishes;
import io.bitchat.transport.outbox.Finished;
import io.bitchat.transport.outbox.OutboxLimits;
import io.bitchat.transport.outbox.RetryPause;
import io.bitchat.transport.settings.TransportSettings;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes with a queue on the disk and the LAN mesh on the loopback interface. */
class RouterTest {
    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<Edge> edges = new ArrayList<>();
    private InetSocketAddress group;

    @BeforeEach
    void chooseGroup() throws Exception {
        group = OwnGroup.fresh();
    }

    @AfterEach
    void stop() {
        edges.forEach(Edge::stop);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private final class Edge implements RouterListener {
        final String name;
        final List<String> got = new CopyOnWriteArrayList<>();
        final List<Finished> expired = new CopyOnWriteArrayList<>();
        final Identity identity;
        final AtomicInteger refusals = new AtomicInteger();
        volatile boolean takes = true;
        volatile String refuses = "";
        int port;
        Router router;

        Edge(String name) {
            this.name = name;
            this.identity = new Identity(new PeerId(name), Ed25519KeyPair.generate(new SplittableRandom()), null);
            edges.add(this);
        }

        Edge start() throws Exception {
            var profile = new Profile(name, "", List.of("general"));
            var lan = LanNode.Setup.of(identity, profile, new LanScope.ThisMachine(), group, port);
            var pause = new RetryPause(Duration.ofMillis(100), Duration.ofMillis(400));
            var queue = new DiskQueue.Setup(
                    folder.resolve(name + ".db"), OutboxLimits.defaults(), pause, InstantSource.system(), new Random());
            router = of(Router.start(
                    List.of(new MeshAdapter(vertx, () -> lan)), TransportSettings.defaults(), this, queue));
            return this;
        }

        void stop() {
            if (router != null) router.close();
            router = null;
        }

        @Override
        public CompletionStage<Boolean> arrived(Message message, TransportId by, String from) {
            var text = new String(message.payload().toArray());
            boolean taken = takes && !(text.equals(refuses) && refusals.getAndDecrement() > 0);
            if (taken) got.add(text);
            return CompletableFuture.completedFuture(taken);
        }

        @Override
        public void expired(Finished finished) {
            expired.add(finished);
        }

        @Override
        public void switched(TransportId from, ReasonCode reason, @Nullable TransportId to) {}
    }

    @Test
    void aMessageIsSentAtOnceToAPeerOnTheLan() throws Exception {
        var roof = new Edge("roof").start();
        var cellar = new Edge("cellar").start();
        awaitPeer(roof, "cellar");

        var receipt = of(roof.router.send(message("roof", "m1", "cellar", "hello"), "roof"));

        assertThat(receipt).isEqualTo(new Receipt.Sent(TransportId.MESH, PrivacyAchieved.NONE));
        assertThat(cellar.got).containsExactly("hello");
        assertThat(roof.router.trace(new MessageKey("roof", "m1", "cellar")))
                .extracting(entry -> entry.result())
                .containsExactly(ReasonCode.SENT);
    }

    @Test
    void aTransportThatCouldNotStartIsTriedAgainAndCarriesWhatWaits() throws Exception {
        var cellar = new Edge("cellar").start();
        var roof = new Edge("roof");
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            roof.port = taken.getLocalPort();
            roof.start();
            assertThat(mesh(roof).availability().toString()).contains("port_taken");
            var receipt = of(roof.router.send(message("roof", "m1", "cellar", "hello"), "roof"));
            assertThat(receipt).isEqualTo(new Receipt.Queued(ReasonCode.NO_TRANSPORT_AVAILABLE));
        }

        await().atMost(Duration.ofSeconds(20)).until(() -> mesh(roof).isAvailable());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> of(roof.router.queued()).messages() == 0);
        assertThat(cellar.got).containsExactly("hello");
    }

    @Test
    void aRouterThatWasClosedStartsNothingAnyMore() throws Exception {
        // nodes of other tests may run in this process
        var others = lanThreads();
        var roof = new Edge("roof");
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            roof.port = taken.getLocalPort();
            roof.start();
            roof.stop();
        }
        // longer than the longest pause
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(20))
                .until(() -> others.containsAll(lanThreads()));
    }

    private static Set<Thread> lanThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("lan-"))
                .collect(Collectors.toSet());
    }

    private static TransportState mesh(Edge edge) {
        return edge.router.transports("cellar").stream()
                .filter(state -> state.id().equals(TransportId.MESH))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void messagesWaitForAPeerAlsoThroughARestartAndArriveOnceInOrder() throws Exception {
        var roof = new Edge("roof").start();
        for (int i = 0; i < 50; i++) {
            var receipt = of(roof.router.send(message("roof", "m" + i, "cellar", "text " + i), "roof"));
            assertThat(receipt).isEqualTo(new Receipt.Queued(ReasonCode.RECEIVER_UNREACHABLE));
        }
        roof.stop();
        roof.start();
        assertThat(of(roof.router.queued()).messages()).isEqualTo(50);

        var cellar = new Edge("cellar").start();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> of(roof.router.queued()).messages() == 0);
        assertThat(cellar.got).hasSize(50);
        for (int i = 0; i < 50; i++) assertThat(cellar.got.get(i)).isEqualTo("text " + i);
    }

    @Test
    void whatTheReceiverDoesNotTakeIsSentAgain() throws Exception {
        var roof = new Edge("roof").start();
        var cellar = new Edge("cellar").start();
        cellar.takes = false;
        awaitPeer(roof, "cellar");

        var receipt = of(roof.router.send(message("roof", "m1", "cellar", "hello"), "roof"));
        assertThat(receipt).isInstanceOf(Receipt.Queued.class);
        cellar.takes = true;

        await().atMost(Duration.ofSeconds(20))
                .until(() -> of(roof.router.queued()).messages() == 0);
        assertThat(cellar.got).containsExactly("hello");
    }

    @Test
    void whatFollowsARefusedMessageDoesNotOvertakeIt() throws Exception {
        var roof = new Edge("roof").start();
        for (int i = 0; i < 100; i++) of(roof.router.send(message("roof", "m" + i, "cellar", "text " + i), "roof"));
        var cellar = new Edge("cellar");
        cellar.refuses = "text 7";
        cellar.refusals.set(3);

        cellar.start();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> of(roof.router.queued()).messages() == 0);
        assertThat(cellar.refusals.get()).isNotPositive();
        assertThat(cellar.got).hasSize(100);
        for (int i = 0; i < 100; i++) assertThat(cellar.got.get(i)).isEqualTo("text " + i);
    }

    @Test
    void aPrivateMessageWaitsAndNeverTakesTheLan() throws Exception {
        var roof = new Edge("roof").start();
        var cellar = new Edge("cellar").start();
        awaitPeer(roof, "cellar");
        var wishes = Wishes.NONE.withPrivacy(Privacy.REQUIRED);

        var secret = message("roof", "m1", "cellar", "secret").withWishes(wishes);
        var receipt = of(roof.router.send(secret, "roof"));
        var strict = of(roof.router.send(
                message("roof", "m2", "cellar", "secret").withWishes(wishes.withStrict(true)), "roof"));

        assertThat(receipt).isEqualTo(new Receipt.Queued(ReasonCode.NO_PRIVATE_TRANSPORT));
        assertThat(strict).isEqualTo(new Receipt.Refused(ReasonCode.NO_PRIVATE_TRANSPORT));
        assertThat(of(roof.router.send(message("roof", "m3", "cellar", "not secret"), "roof")))
                .isInstanceOf(Receipt.Sent.class);
        assertThat(cellar.got).containsExactly("not secret");
    }

    @Test
    void allTransportsAreListedAndThoseThatAreMissingSayWhatToDo() throws Exception {
        var roof = new Edge("roof").start();

        assertThat(roof.router.transports("cellar"))
                .extracting(state -> state.id().name() + " " + state.isAvailable())
                .containsExactlyInAnyOrder("mesh true", "ble false", "htx false");
        assertThat(of(roof.router.explain(message("roof", "m1", "cellar", "x"))).excluded())
                .extracting(excluded -> excluded.transport() + " " + excluded.reason())
                .containsExactly("ble UNAVAILABLE", "htx UNAVAILABLE", "mesh RECEIVER_UNREACHABLE");
    }

    @Test
    void aMessageWhoseTtlEndsIsGivenUpWithItsReason() throws Exception {
        var roof = new Edge("roof").start();

        of(roof.router.send(message("roof", "m1", "nobody", "x").withTtl(Duration.ofSeconds(1)), "roof"));

        await().atMost(Duration.ofSeconds(10)).until(() -> roof.expired.size() == 1);
        assertThat(roof.expired.getFirst().end())
                .isEqualTo(new Finished.End.Failed(ReasonCode.EXPIRED, ReasonCode.RECEIVER_UNREACHABLE));
    }

    private static void awaitPeer(Edge at, String name) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> of(at.router.explain(message(at.name, "p", name, "x"))).candidates().stream()
                        .anyMatch(candidate -> candidate.transport().equals(TransportId.MESH)));
    }

    private static Message message(String from, String id, String to, String text) {
        return Message.of(new MessageKey(from, id, to), Bytes.copyOf(text.getBytes()), Instant.now());
    }

    private static <T> T of(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, SECONDS);
    }
}
