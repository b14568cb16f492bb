package io.bitchat.edge.mesh;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.lan.Event;
import io.bitchat.lan.Identity;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import io.bitchat.lan.wire.Target;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node beside a peer that knows the published fields only: examples/lan_peer.py. */
class PlainPeerTest implements LanListener {
    /** Smaller and larger than the id of the other, because the smaller one dials. */
    private static final String OURS = "5-ours";

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private InetSocketAddress group;
    private LanNode node;
    private Process python;

    @BeforeEach
    void prepare() throws Exception {
        assumeTrue(hasPython(), "Python is not there");
        group = OwnGroup.fresh();
    }

    /** @param secure keys of the encrypted links that our node offers, and the other does not know */
    private void startOurs(@Nullable X25519KeyPair secure) throws Exception {
        var identity = new Identity(new PeerId(OURS), Ed25519KeyPair.generate(new SplittableRandom()), secure);
        var profile = new Profile("ours", "", List.of("general"));
        var setup = LanNode.Setup.of(identity, profile, new LanScope.ThisMachine(), group, 0);
        node = LanNode.start(vertx, setup, this).toCompletableFuture().get(20, SECONDS);
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (python != null) python.destroyForcibly().waitFor();
        if (node != null) node.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void delivered(Line line, int later, boolean verified) {
        if (!line.sender().value().equals(OURS))
            shown.add(line.sender() + ": " + line.content() + (verified ? "" : " (unverified)"));
    }

    @Override
    public void happened(Event event) {
        events.add(event);
    }

    @ParameterizedTest
    @CsvSource({"1-theirs, false", "9-theirs, false", "1-theirs, true", "9-theirs, true"})
    void talksToIt(String id, boolean offersEncryption) throws Exception {
        startOurs(offersEncryption ? X25519KeyPair.generate(new SplittableRandom()) : null);
        var heard = run(id);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> node.links().toCompletableFuture().get(5, SECONDS) == 1);
        // it speaks to those whose first line it has read
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Files.readString(heard).contains("* join: " + OURS));

        for (int i = 0; i < 3; i++) node.say(Target.GENERAL, "from us " + i);
        try (var said = python.outputWriter()) {
            for (int i = 0; i < 3; i++) said.write("from them " + i + "\n");
            said.flush();

            await().atMost(Duration.ofSeconds(10)).until(() -> shown.size() == 3);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> Files.readString(heard).contains("from us 2"));
        }
        assertThat(shown)
                .containsExactly(
                        id + ": from them 0 (unverified)",
                        id + ": from them 1 (unverified)",
                        id + ": from them 2 (unverified)");
        assertThat(Files.readAllLines(heard, StandardCharsets.UTF_8))
                .contains("* join: " + OURS)
                .containsSubsequence(OURS + ": from us 0", OURS + ": from us 1", OURS + ": from us 2");
        // it ends with its input, and says so
        await().atMost(Duration.ofSeconds(5)).until(() -> events.stream().anyMatch(Event.PeerLeft.class::isInstance));
    }

    @Test
    void aChatLineAsADatagramIsIgnored() throws Exception {
        startOurs(null);
        try (var socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            var text =
                    "{\"type\":\"chat\",\"sender\":\"x\",\"content\":\"by UDP\",\"timestamp\":\"2026-11-29T10:00:00Z\","
                            + "\"sequence\":1,\"target\":\"general\"}";
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            socket.setOption(
                    StandardSocketOptions.IP_MULTICAST_IF,
                    NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress()));
            socket.send(new DatagramPacket(bytes, bytes.length, group));
        }
        var heard = run("9-theirs");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Files.readString(heard).contains("* join"));

        assertThat(shown).isEmpty();
        assertThat(node.peers().toCompletableFuture().get(5, SECONDS)).hasSize(1);
    }

    private Path run(String id) throws IOException {
        var heard = folder.resolve("heard");
        var script = Path.of("..", "examples", "lan_peer.py").toString();
        var at = group.getAddress().getHostAddress() + ":" + group.getPort();
        python = new ProcessBuilder("python3", script, "--group", at, "--id", id)
                .redirectOutput(heard.toFile())
                .redirectError(folder.resolve("errors").toFile())
                .start();
        return heard;
    }
}
