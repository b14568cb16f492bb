package io.bitchat.system.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.system.suite.SeededRandom;
import io.bitchat.testkit.network.NeedsNamespaces;
import io.bitchat.testkit.network.NetworkNamespaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three edge nodes on a local network that goes wrong, without any server. Whatever happens, each message that was
 * acknowledged arrives once and in the order of its sender. The nodes run through all tests; the disk of {@code attic} is
 * small. With {@code -Dbitchat.full=true} there are ten times as many messages and faults, and its clock is five minutes
 * ahead where that is possible.
 */
@Tag("sites")
@NeedsNamespaces
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeFaultsTest {
    private static final boolean FULL = Boolean.getBoolean("bitchat.full");
    private static final int MESSAGES = FULL ? 400 : 40;
    private static final int KILLS = FULL ? 40 : 3;
    /** Messages that are acknowledged from one kill to the next. */
    private static final int BETWEEN_KILLS = 40;

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int DISK_MEBIBYTES = 8;
    /** More than a node takes for a queue on the disk, and for all peers that it may know. */
    private static final int MOST_RESIDENT_MIB = 250;

    private NetworkNamespaces net;
    private EdgeHost roof;
    private EdgeHost cellar;
    private EdgeHost attic;
    private List<EdgeHost> all;

    @BeforeAll
    void startNodes(@TempDir Path folder) throws Exception {
        net = new NetworkNamespaces();
        roof = new EdgeHost(net.add("roof"), folder);
        cellar = new EdgeHost(net.add("cellar"), folder);
        attic = new EdgeHost(net.add("attic"), folder).withDiskOf(DISK_MEBIBYTES);
        all = List.of(roof, cellar, attic);
        var library = fakeClock();
        if (FULL && library.isPresent())
            attic.with(
                    "LD_PRELOAD=" + library.get(), "FAKETIME=+5m", "FAKETIME_DONT_FAKE_MONOTONIC=1", "NO_FAKE_STAT=1");
        startAll(all);
    }

    /** At the same time. */
    private static void startAll(List<EdgeHost> nodes) throws IOException {
        for (var node : nodes) node.start();
        for (var node : nodes) node.awaitReady();
    }

    /** The library of Debian's package libfaketime. */
    private static Optional<Path> fakeClock() throws IOException {
        try (var found = Files.find(
                Path.of("/usr/lib"), 3, (file, _) -> file.endsWith(Path.of("faketime/libfaketimeMT.so.1")))) {
            return found.findFirst();
        }
    }

    @AfterAll
    void removeNetwork() {
        net.close();
    }

    @BeforeEach
    void awaitLinks() {
        for (var node : all) soon().until(() -> node.securedLinks() == all.size() - 1);
    }

    private static void awaitLink(EdgeHost one, EdgeHost other) {
        soon().until(() -> one.connectionTo(other.id()).equals("secured"));
    }

    /** Each question costs the node and this machine something, and the first is often the last. */
    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .atMost(SOON);
    }

    /** All that was sent has arrived, once and in order. */
    private static void assertArrived(EdgeHost at, String prefix, int count) throws Exception {
        soon().until(() -> at.inbox(prefix).size() >= count);
        assertThat(at.inbox(prefix))
                .containsExactlyElementsOf(
                        IntStream.range(0, count).mapToObj(i -> prefix + i).toList());
    }

    private static void assertAcknowledged(EdgeHost.Sending sending) throws Exception {
        assertThat(sending.process().waitFor()).isZero();
    }

    @Test
    void nodesThatAreKilledLoseAndRepeatNothing() throws Exception {
        var random = SeededRandom.of("kills of edge nodes");
        int count = (KILLS + 1) * BETWEEN_KILLS;
        var answers = cellar.send("roof", 5, "killed-back-");
        assertAcknowledged(answers);
        var sending = roof.send("cellar", count, "killed-");
        for (int i = 1; i <= KILLS; i++) {
            int next = i * BETWEEN_KILLS;
            soon().until(() -> sending.acknowledged() >= next);
            kill(random, sending, next);
        }
        assertAcknowledged(sending);

        assertArrived(cellar, "killed-", count);
        assertArrived(roof, "killed-back-", 5);
        soon().until(() -> roof.queued() == 0 && cellar.queued() == 0);
    }

    private void kill(Random random, EdgeHost.Sending sending, int acknowledged) throws Exception {
        switch (random.nextInt(4)) {
            case 0 -> killAndStart(List.of(roof));
            case 1 -> killAndStart(List.of(cellar));
            case 2 -> killAndStart(List.of(roof, cellar));
            default -> {
                cellar.host().cut();
                soon().until(() -> sending.acknowledged() >= acknowledged + BETWEEN_KILLS / 2);
                cellar.host().restore();
            }
        }
    }

    private static void killAndStart(List<EdgeHost> nodes) throws Exception {
        for (var node : nodes) node.kill();
        startAll(nodes);
    }

    @Test
    void apartUnderLoadAndTogetherAgain() throws Exception {
        var one = List.of(roof.host());
        var others = List.of(cellar.host(), attic.host());
        var there = roof.send("cellar", MESSAGES, "apart-there-");
        var back = cellar.send("roof", MESSAGES, "apart-back-");
        soon().until(() -> there.acknowledged() > 5 && back.acknowledged() > 5);

        net.partition(one, others);
        assertThat(roof.post("cellar", "gone-1", 10, 2).status()).isEqualTo(202);
        awaitEnd(roof, "gone-1", "cellar");
        if (FULL) awaitNoLink(roof, "cellar");
        net.heal(one, others);

        assertAcknowledged(there);
        assertAcknowledged(back);
        assertArrived(cellar, "apart-there-", MESSAGES);
        assertArrived(roof, "apart-back-", MESSAGES);
        assertThat(cellar.inbox("gone-")).isEmpty();
    }

    /** At the end of its ttl a message says why. */
    private static void awaitEnd(EdgeHost at, String id, String receiver) {
        soon().untilAsserted(() -> {
            var where = at.get("/transport/messages/" + id + "?receiver_id=" + receiver);
            assertThat(where.path("status").asText()).isEqualTo("failed");
            assertThat(where.path("reason").asText()).isEqualTo("expired");
        });
    }

    private static void awaitNoLink(EdgeHost at, String peer) {
        soon().until(() -> !at.connectionTo(peer).equals("secured"));
    }

    private static void awaitUnknown(EdgeHost at, String peer) {
        soon().until(() -> at.connectionTo(peer).isEmpty());
    }

    /** A and C hear each other no more, and B hears both. */
    @Test
    @EnabledIfSystemProperty(named = "bitchat.full", matches = "true")
    void inAChainTheNodeBetweenRelays() throws Exception {
        net.isolate(roof.host(), cellar.host());
        try {
            // each has forgotten the other: only the one between tells of them
            awaitUnknown(roof, "cellar");
            awaitUnknown(cellar, "roof");
            var begin = System.nanoTime();
            assertAcknowledged(roof.send("cellar", MESSAGES, "chain-"));
            assertArrived(cellar, "chain-", MESSAGES);
            soon().until(() -> roof.queued() == 0);
            assertThat(roof.connectionTo("cellar")).isEmpty();
            System.out.printf(
                    "chain: %d messages came over the node between in %d ms%n",
                    MESSAGES, Duration.ofNanos(System.nanoTime() - begin).toMillis());
        } finally {
            net.reunite(roof.host(), cellar.host());
        }
    }

    /** Only here, since the library slows the node down. */
    @Test
    @EnabledIfSystemProperty(named = "bitchat.full", matches = "true")
    void aClockThatIsFiveMinutesAheadDelaysAndEndsNothing() throws Exception {
        assumeThat(fakeClock()).as("libfaketime is not installed").isPresent();
        // shorter than the clocks are apart
        assertThat(roof.post("attic", "early-0", 10, 60).status()).isEqualTo(200);
        assertThat(attic.post("roof", "late-0", 10, 60).status()).isEqualTo(200);

        assertArrived(attic, "early-", 1);
        assertArrived(roof, "late-", 1);
        var ahead = Duration.between(roof.arrivedLast(), attic.arrivedLast());
        assertThat(ahead).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6));
    }

    @Test
    void aFifthOfTheDatagramsIsLost() throws Exception {
        for (var node : all) node.host().loseDatagrams(0.2);
        try {
            var sending = roof.send("attic", MESSAGES, "lossy-");
            soon().until(() -> sending.acknowledged() > 5);
            for (int i = 0; i < (FULL ? 5 : 1); i++) {
                attic.host().cut();
                int before = (int) sending.acknowledged();
                soon().until(() -> sending.acknowledged() > before || sending.acknowledged() == MESSAGES);
                attic.host().restore();
                awaitLink(roof, attic);
            }
            assertAcknowledged(sending);
            assertArrived(attic, "lossy-", MESSAGES);
        } finally {
            for (var node : all) node.host().openFirewall();
        }
    }

    @Test
    void aFullDiskRefusesAndLosesNothing() throws Exception {
        var filler = attic.dataFromOutside().resolve("filler");
        attic.host().cut();
        List<String> acknowledged = new ArrayList<>();
        EdgeHost.Answer refused;
        try {
            acknowledged.add(accepted("full-0"));
            fill(filler);
            attic.host().restore();
            while (true) {
                var id = "full-" + acknowledged.size();
                refused = attic.post("roof", id, 20_000, 3_600);
                if (refused.status() != 200 && refused.status() != 202) break;
                acknowledged.add(id);
                assertThat(acknowledged).hasSizeLessThan(1_000);
            }
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body()).contains("storage_failed");
        } finally {
            Files.deleteIfExists(filler);
            attic.host().restore();
        }

        // the id of the refused message is free: the client repeats it
        acknowledged.add(accepted("full-" + acknowledged.size()));
        assertArrived(roof, "full-", acknowledged.size());
        soon().until(() -> attic.queued() == 0);
    }

    private String accepted(String id) throws Exception {
        soon().until(() -> {
            int status = attic.post("roof", id, 20_000, 3_600).status();
            return status == 200 || status == 202;
        });
        return id;
    }

    private static void fill(Path filler) throws IOException {
        var bytes = new byte[4_096];
        try (var out = Files.newOutputStream(filler)) {
            for (int i = 0; i < DISK_MEBIBYTES << 8; i++) out.write(bytes);
            throw new AssertionError("the disk does not become full");
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    @Test
    void aPeerThatFloodsHindersNobody() throws Exception {
        var mallory = net.add("mallory");
        var address = new String[2];
        for (var peer : cellar.get("/transports/mesh/peers")) {
            if (peer.path("peer_id").asText().equals("roof"))
                address = peer.path("address").asText().split(":");
        }
        var said = roof.folder().resolve("flood");
        var flood =
                mallory.startJava(said, Flooder.class, mallory.address(), address[0], address[1], FULL ? "30" : "4");

        var begin = System.nanoTime();
        var sending = cellar.send("roof", MESSAGES, "flooded-");
        assertAcknowledged(sending);
        assertArrived(roof, "flooded-", MESSAGES);
        var took = Duration.ofNanos(System.nanoTime() - begin);

        assertThat(flood.waitFor()).isZero();
        for (var node : all) assertThat(node.residentMib()).isLessThan(MOST_RESIDENT_MIB);
        System.out.printf(
                "flood: %s; %d messages in %d ms; %d, %d and %d MiB resident%n",
                String.join(", ", Files.readAllLines(said)),
                MESSAGES,
                took.toMillis(),
                roof.residentMib(),
                cellar.residentMib(),
                attic.residentMib());
    }

    @Test
    void messagesWaitForAPeerThatHangs() throws Exception {
        cellar.signal("STOP");
        try {
            assertAcknowledged(roof.send("cellar", FULL ? 20 : 1, "hung-"));
            if (FULL) awaitNoLink(roof, "cellar");
            assertThat(roof.queued()).isPositive();
        } finally {
            cellar.signal("CONT");
        }
        assertArrived(cellar, "hung-", FULL ? 20 : 1);
    }

    @Test
    void aStrangerWhoCapturesEveryFrameReadsNoPayload(@TempDir Path folder) throws Exception {
        var captured = folder.resolve("captured");
        var said = folder.resolve("said");
        var sniffer = net.startJavaAtBridge(said, Sniffer.class, captured.toString());
        soon().until(() -> Files.exists(said) && Files.size(said) > 0);
        assertThat(Files.readString(said)).startsWith("captures");

        assertAcknowledged(roof.send("cellar", MESSAGES, "hidden-"));
        assertArrived(cellar, "hidden-", MESSAGES);
        // what is public is there, so the capture works
        soon().until(() -> Files.readString(captured, ISO_8859_1).contains("\"peer_id\":\"roof\""));
        sniffer.destroyForcibly().waitFor();

        var bytes = Files.readString(captured, ISO_8859_1);
        assertThat(bytes.length()).isGreaterThan(MESSAGES * EdgeSender.TEXT.length());
        var base64 = Base64.getEncoder().withoutPadding().encodeToString(EdgeSender.TEXT.getBytes(ISO_8859_1));
        assertThat(bytes.contains(EdgeSender.TEXT)).isFalse();
        assertThat(bytes.contains(base64)).isFalse();
        assertThat(bytes.contains("hidden-")).isFalse();
    }
}
