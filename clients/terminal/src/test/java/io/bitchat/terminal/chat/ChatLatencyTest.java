package io.bitchat.terminal.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.edge.mesh.LanListener;
import io.bitchat.edge.mesh.LanNode;
import io.bitchat.edge.mesh.LanScope;
import io.bitchat.lan.Event;
import io.bitchat.lan.Identity;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import io.bitchat.lan.wire.Target;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/**
 * Somebody in a terminal while four peers write 400 lines a second and beacons of strangers come in: what is typed,
 * what is shown, links and discovery do not wait for each other.
 */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChatLatencyTest {
    private static final boolean FULL = Boolean.getBoolean("bitchat.full");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int PEERS = 4;
    /** Of each peer: 100 lines a second. */
    private static final long LINE_MILLIS = 10;

    private static final long BEACON_MILLIS = 5;
    private static final long TYPE_MILLIS = 40;
    private static final int TYPED = FULL ? 1_000 : 50;
    /** A machine that is busy with something else spoils some; a thread that waits for another spoils all. */
    private static final int ROUNDS = 20;

    private static final Duration MOST = Duration.ofMillis(50);
    /** In what is said and typed: the time of that. */
    private static final Pattern STAMP = Pattern.compile("(said|verb|away)=(\\d+)");

    private final Vertx vertx = Vertx.vertx();
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    private final List<LanNode> peers = new ArrayList<>();
    private final Latencies said = new Latencies();
    private final Latencies answered = new Latencies();
    private final Latencies changed = new Latencies();
    private final Latencies heard = new Latencies();
    private final Terminal screen = new Terminal();
    private final PipedOutputStream keyboard = new PipedOutputStream();
    private InetSocketAddress group;
    private CompletableFuture<Integer> exit;

    /** Times from an event to its effect. */
    private static final class Latencies {
        private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();

        void since(long begin) {
            nanos.add(System.nanoTime() - begin);
        }

        int size() {
            return nanos.size();
        }

        Duration percentile(int percent) {
            var sorted = nanos.stream().sorted().toList();
            return Duration.ofNanos(sorted.get((sorted.size() - 1) * percent / 100));
        }

        @Override
        public String toString() {
            return "p50 %.1f p95 %.1f p99 %.1f ms of %d".formatted(millis(50), millis(95), millis(99), size());
        }

        private double millis(int percent) {
            return percentile(percent).toNanos() / 1e6;
        }
    }

    /** What the command shows, read line by line at the moment at which it is shown. */
    private final class Terminal extends OutputStream {
        final Semaphore open = new Semaphore(1);
        final Queue<String> other = new ConcurrentLinkedQueue<>();
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public void write(int b) {
            if (b != '\n') {
                line.write(b);
                return;
            }
            open.acquireUninterruptibly();
            open.release();
            shown(line.toString(UTF_8));
            line.reset();
        }

        private void shown(String text) {
            var stamp = STAMP.matcher(text);
            if (!stamp.find()) {
                other.add(text);
                return;
            }
            var latencies =
                    switch (stamp.group(1)) {
                        case "said" -> said;
                        case "verb" -> answered;
                        default -> changed;
                    };
            latencies.since(Long.parseLong(stamp.group(2)));
        }
    }

    @BeforeEach
    void start() throws Exception {
        try (var free = new DatagramSocket()) {
            group = new InetSocketAddress(InetAddress.getByName("224.0.0.1"), free.getLocalPort());
        }
        for (int i = 0; i < PEERS; i++) peers.add(peer("peer" + i));
        var command = new ChatCommand(new PipedInputStream(keyboard), new PrintStream(screen, false, UTF_8));
        var address = "224.0.0.1:" + group.getPort();
        exit = CompletableFuture.supplyAsync(
                () -> new CommandLine(command).execute("--name", "ann", "--interface", "loopback", "--group", address));
        for (int i = 0; i < PEERS; i++) {
            var arrival = "* peer" + i + " is there";
            await().atMost(SOON).until(() -> screen.other.contains(arrival));
        }
        for (var peer : peers) {
            await().atMost(SOON).until(() -> peer.links().toCompletableFuture().get(10, TimeUnit.SECONDS) == PEERS);
        }
    }

    private LanNode peer(String nick) throws Exception {
        var random = new SplittableRandom();
        var identity = new Identity(new PeerId(nick), Ed25519KeyPair.generate(random), X25519KeyPair.generate(random));
        var profile = new Profile(nick, "", List.of("general"));
        var setup = LanNode.Setup.of(identity, profile, new LanScope.ThisMachine(), group, 0);
        return LanNode.start(vertx, setup, new Reader()).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** What a peer reads of the user. */
    private final class Reader implements LanListener {
        @Override
        public void delivered(Line line, int later, boolean verified) {
            if (line.content().startsWith("typed="))
                heard.since(Long.parseLong(line.content().substring(6)));
        }

        @Override
        public void happened(Event event) {}
    }

    @AfterEach
    void stop() throws Exception {
        clock.shutdownNow();
        screen.open.release();
        keyboard.close();
        assertThat(exit.get(20, TimeUnit.SECONDS)).isZero();
        peers.forEach(LanNode::close);
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    // --- load

    private void load() throws IOException {
        for (var peer : peers) {
            clock.scheduleAtFixedRate(
                    () -> peer.say(Target.GENERAL, "said=" + System.nanoTime()), 0, LINE_MILLIS, TimeUnit.MILLISECONDS);
        }
        var socket = new MulticastSocket();
        socket.setNetworkInterface(NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress()));
        var number = new SplittableRandom();
        clock.scheduleAtFixedRate(() -> beacon(socket, number), 0, BEACON_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Of a peer that is not there. */
    private void beacon(MulticastSocket socket, SplittableRandom number) {
        var bytes =
                "{\"type\":\"discover\",\"peer_id\":\"stranger-%d\",\"address\":\"127.0.0.1:9\",\"timestamp\":\"%s\"}"
                        .formatted(number.nextInt(100), Instant.now())
                        .getBytes(UTF_8);
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, group));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One line after the other, and a verb with each. */
    private void typeAsPeopleDo() throws InterruptedException {
        var typed = new CountDownLatch(TYPED);
        var typing = clock.scheduleAtFixedRate(
                () -> {
                    // it runs on until it is cancelled
                    if (typed.getCount() == 0) return;
                    types("/verb=" + System.nanoTime());
                    types("typed=" + System.nanoTime());
                    if (typed.getCount() % 10 == 0) types("/away away=" + System.nanoTime());
                    typed.countDown();
                },
                0,
                TYPE_MILLIS,
                TimeUnit.MILLISECONDS);
        assertThat(typed.await(TYPED * TYPE_MILLIS + SOON.toMillis(), TimeUnit.MILLISECONDS))
                .as("typed")
                .isTrue();
        typing.cancel(false);
    }

    private void types(String line) {
        try {
            keyboard.write((line + "\n").getBytes(UTF_8));
            keyboard.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // --- tests

    @Test
    void underLoadEachLineIsShownAndAnsweredInFiftyMillis() throws Exception {
        load();
        boolean met = false;
        for (int round = 0; round < ROUNDS && !met; round++) {
            for (var latencies : all()) latencies.nanos.clear();
            typeAsPeopleDo();
            await().atMost(SOON).until(() -> heard.size() == TYPED * PEERS && answered.size() == TYPED);
            System.out.printf(
                    "chat: a line of a peer is shown in %s; a verb answered in %s; a change done in %s; an own line with the"
                            + " others in %s%n",
                    said, answered, changed, heard);
            assertThat(said.size()).isGreaterThan(PEERS * TYPED * (int) (TYPE_MILLIS / LINE_MILLIS) / 2);
            met = all().stream().allMatch(one -> one.percentile(95).compareTo(MOST) < 0);
        }
        assertThat(met).as("95 of 100 in " + MOST).isTrue();
        assertThat(screen.other).noneMatch(line -> line.contains("not shown") || line.contains("are lost"));
    }

    private List<Latencies> all() {
        return List.of(said, answered, changed, heard);
    }

    /** A terminal that is scrolled back, or over a slow line. */
    @Test
    void aScreenThatHangsKeepsNobodyWaiting() throws Exception {
        screen.open.acquire();
        load();
        typeAsPeopleDo();
        await().atMost(SOON).until(() -> heard.size() == TYPED * PEERS);

        assertThat(said.size()).isZero();
        assertThat(heard.percentile(50)).isLessThan(MOST);
        screen.open.release();
        await().atMost(SOON).until(() -> said.size() > 0);
    }
}
