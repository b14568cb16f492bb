package io.bitchat.system.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.LinkProxy;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.SeededRandom;
import io.bitchat.system.suite.Suite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A peer that only an edge node sees, and the suite that the node has joined. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class UplinkTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int CUTS = Boolean.getBoolean("bitchat.full") ? 20 : 2;
    /** Messages of each direction between two faults. */
    private static final int BETWEEN = 20;
    /** Messages that wait for the uplink. */
    private static final int WAITING = Boolean.getBoolean("bitchat.full") ? 5_000 : 300;

    private static final String GROUP = "224.0.0.1:9901";

    @TempDir
    private static Path folder;

    private static LinkProxy cable;
    private static LocalNode roof;
    private static LocalNode bob;

    private final Suite suite = Suite.open();
    private final Client api = new Client(suite.url());
    private final String alice = Client.someone("alice");

    @BeforeAll
    static void start() throws Exception {
        cable = new LinkProxy(Suite.open().port("gateway"));
        roof = new LocalNode(Client.someone("roof"), GROUP, folder)
                .with("BITCHAT_EDGE_UPLINK=http://127.0.0.1:" + cable.port());
        bob = new LocalNode(Client.someone("bob"), GROUP, folder);
        var starting = CompletableFuture.runAsync(() -> startUnchecked(roof));
        bob.start();
        starting.join();
    }

    @BeforeEach
    void everythingIsConnected() {
        await().atMost(SOON).until(() -> roof.uplinkTrouble().isEmpty() && bob.isLinkedTo(roof.id()));
    }

    @AfterAll
    static void stop() throws Exception {
        roof.close();
        bob.close();
        cable.close();
    }

    private static void startUnchecked(LocalNode node) {
        try {
            node.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode trace(String messageId) {
        return api.get("/messages/" + messageId + "/trace").body();
    }

    private static String contentOf(JsonNode arrived) {
        return new String(Base64.getDecoder().decode(arrived.path("payload").asText()), StandardCharsets.UTF_8);
    }

    @Test
    void aMessageToAPeerBehindANodeArrivesAndItsWayIsInTheTrace() {
        var id = Client.someone("m");
        var sent = api.post(
                "/messages/send",
                Map.of("from_peer_id", alice, "to_peer_id", bob.id(), "content", "hello", "message_id", id));
        assertThat(sent.status()).isEqualTo(201);

        await().atMost(SOON).until(() -> trace(id).path("status").asText().equals("delivered"));

        assertThat(inboxOfBob()).hasSize(1);
        var arrived = inboxOfBob().getFirst();
        assertThat(arrived.path("sender_id").asText()).isEqualTo(alice);
        assertThat(arrived.path("message_type").asText()).isEqualTo("suite.message");
        assertThat(arrived.path("unverified").asBoolean()).isTrue();
        assertThat(contentOf(arrived)).isEqualTo("{\"content\":\"hello\",\"encryption_algorithm\":\"AES-256-GCM\"}");
        var trace = trace(id);
        assertThat(trace.path("hop_count").asInt()).isEqualTo(1);
        assertThat(trace.path("steps")).anySatisfy(step -> {
            assertThat(step.path("step").asText()).isEqualTo("hop");
            assertThat(step.path("node").asText()).isEqualTo(roof.id());
        });
    }

    @Test
    void aMessageOfAPeerBehindANodeArrivesUnverified() {
        assertThat(bob.send(
                        alice,
                        alice + "-b1",
                        "message",
                        "{\"content\":\"hi\",\"encryption_algorithm\":\"X\",\"nonce\":\"n\"}"))
                .isEqualTo(200);
        assertThat(bob.send(alice, alice + "-b2", "data", "plain")).isEqualTo(200);

        await().atMost(SOON).until(() -> inboxOfAlice().size() == 2);
        var first = inboxOfAlice().get(0);
        assertThat(first.path("from_peer_id").asText()).isEqualTo(bob.id());
        assertThat(first.path("content").asText()).isEqualTo("hi");
        assertThat(first.path("encryption_algorithm").asText()).isEqualTo("X");
        assertThat(first.path("unverified").asBoolean()).isTrue();
        assertThat(first.path("hop_count").asInt()).isEqualTo(1);
        assertThat(inboxOfAlice().get(1).path("content").asText()).isEqualTo("plain");
    }

    /** There is one directory of peers for all transports. */
    @Test
    void aPeerBehindANodeIsInTheDirectoryAndOnline() {
        for (var peer : List.of(roof.id(), bob.id())) {
            await().atMost(SOON)
                    .until(() ->
                            api.get("/peers/" + peer).body().path("is_online").asBoolean());
            assertThat(api.get("/peers/" + peer).body().path("display_name").asText())
                    .isEqualTo(peer);
        }
    }

    /** The node that has seen a peer last does not answer: the next one carries. */
    @Test
    void anotherNodeCarriesWhenTheFirstDoesNotAnswer() throws Exception {
        try (var cellar = new LocalNode(Client.someone("cellar"), GROUP, folder)
                .with("BITCHAT_EDGE_UPLINK=" + suite.url())
                .start()) {
            await().atMost(SOON).until(() -> cellar.uplinkTrouble().isEmpty() && cellar.isLinkedTo(bob.id()));
            await().atMost(SOON).until(() -> cellarIsTried(cellar));
            cellar.signal("STOP");
            var id = Client.someone("m");
            long began = System.nanoTime();
            api.post(
                    "/messages/send",
                    Map.of("from_peer_id", alice, "to_peer_id", bob.id(), "content", "hello", "message_id", id));
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> trace(id).path("status").asText().equals("delivered"));
            System.out.printf("a node that does not answer cost %d ms%n", (System.nanoTime() - began) / 1_000_000);
            cellar.signal("CONT");

            assertThat(trace(id).path("steps"))
                    .anySatisfy(step -> {
                        assertThat(step.path("step").asText()).isEqualTo("attempt");
                        assertThat(step.path("node").asText()).isEqualTo(cellar.id());
                    })
                    .anySatisfy(step -> {
                        assertThat(step.path("step").asText()).isEqualTo("hop");
                        assertThat(step.path("node").asText()).isEqualTo(roof.id());
                    });
            assertThat(inboxOfBob().stream()
                            .map(one -> one.path("message_id").asText())
                            .filter(id::equals))
                    .hasSize(1);
        }
    }

    /** Whether the suite takes this node for messages to bob, because it has seen him last. */
    private boolean cellarIsTried(LocalNode cellar) {
        var id = Client.someone("m");
        api.post(
                "/messages/send",
                Map.of("from_peer_id", alice, "to_peer_id", bob.id(), "content", "first", "message_id", id));
        await().atMost(SOON).until(() -> trace(id).path("status").asText().equals("delivered"));
        return trace(id).path("steps").findValuesAsText("node").contains(cellar.id());
    }

    /** What the sender of a message learns while its receiver cannot be reached. */
    @Test
    void eachAttemptIsInTheTraceWithNodeAndReason() {
        bob.signal("STOP");
        var id = Client.someone("m");
        api.post(
                "/messages/send",
                Map.of("from_peer_id", alice, "to_peer_id", bob.id(), "content", "hello", "message_id", id));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(trace(id).path("steps")).anySatisfy(step -> {
                    assertThat(step.path("step").asText()).isEqualTo("attempt");
                    assertThat(step.path("node").asText()).isEqualTo(roof.id());
                    assertThat(step.path("reason").asText()).isNotEmpty();
                }));
        bob.signal("CONT");
        await().atMost(SOON).until(() -> trace(id).path("status").asText().equals("delivered"));
        assertThat(inboxOfBob()).hasSize(1);
    }

    /** The uplink is cut and restored, and its node killed, while messages go both ways. */
    @Test
    void whatWasAcknowledgedArrivesOnceAndInOrderWhateverHappensToTheUplink() throws Exception {
        var random = SeededRandom.of("faults of the uplink");
        int count = (CUTS + 1) * BETWEEN;
        var toBob = new AtomicInteger();
        var toAlice = new AtomicInteger();
        var down = CompletableFuture.runAsync(() -> repeat(count, toBob, i -> sendToBob(i) == 201));
        var up = CompletableFuture.runAsync(
                () -> repeat(count, toAlice, i -> bob.send(alice, alice + "-b" + i, "data", "b" + i) / 100 == 2));

        for (int i = 1; i <= CUTS; i++) {
            int next = i * BETWEEN / 2;
            await().atMost(SOON)
                    .until(() -> toBob.get() >= next && toAlice.get() >= next || down.isDone() && up.isDone());
            if (random.nextInt(4) == 0) {
                roof.kill();
                roof.start();
            } else {
                cable.cut();
                await().atMost(SOON).until(() -> !roof.uplinkTrouble().isEmpty());
                cable.heal();
            }
            await().atMost(SOON).until(() -> roof.uplinkTrouble().isEmpty());
        }
        down.join();
        up.join();

        await().atMost(SOON)
                .until(() -> inboxOfAlice().size() >= count && inboxOfBob().size() >= count);
        await().atMost(SOON).until(() -> roof.queued() == 0 && bob.queued() == 0);
        assertThat(inboxOfBob().stream()
                        .map(one -> one.path("message_id").asText())
                        .toList())
                .containsExactlyElementsOf(
                        IntStream.range(0, count).mapToObj(this::nameOf).toList());
        assertThat(inboxOfAlice().stream()
                        .map(one -> one.path("content").asText())
                        .toList())
                .containsExactlyElementsOf(
                        IntStream.range(0, count).mapToObj(i -> "b" + i).toList());
        await().atMost(SOON).until(() -> IntStream.range(0, count)
                .allMatch(i -> trace(nameOf(i)).path("status").asText().equals("delivered")));
    }

    /** What waited for the uplink goes out once and in order. */
    @Test
    void whatWaitedGoesOutOnceAndInOrderWhenTheUplinkIsBack() {
        cable.cut();
        await().atMost(SOON).until(() -> !roof.uplinkTrouble().isEmpty());
        for (int i = 0; i < WAITING; i++) {
            assertThat(roof.send(alice, alice + "-r" + i, "data", "r" + i)).isEqualTo(202);
        }
        assertThat(roof.queued()).isEqualTo(WAITING);

        cable.heal();
        await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> roof.queued() < WAITING);
        long began = System.nanoTime();
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> roof.queued() == 0);
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf("drain of %d messages after the uplink was back: %.0f/s%n", WAITING, WAITING / seconds);

        await().atMost(SOON).until(() -> inboxOfAlice().size() >= WAITING);
        assertThat(inboxOfAlice().stream()
                        .map(one -> one.path("content").asText())
                        .toList())
                .containsExactlyElementsOf(
                        IntStream.range(0, WAITING).mapToObj(i -> "r" + i).toList());
    }

    /** What the broker does not take waits on the node, and goes out once when it is back. */
    @Test
    @EnabledIfSystemProperty(named = "bitchat.full", matches = "true")
    void whatIsSentWhileTheBrokerIsGoneArrivesOnceAndInOrder() {
        suite.kill("kafka");
        for (int i = 0; i < BETWEEN; i++) {
            assertThat(bob.send(alice, alice + "-k" + i, "data", "k" + i) / 100).isEqualTo(2);
        }

        await().atMost(SOON).until(() -> inboxOfAlice().size() >= BETWEEN);
        await().atMost(SOON).until(() -> roof.queued() == 0 && bob.queued() == 0);
        assertThat(inboxOfAlice().stream()
                        .map(one -> one.path("content").asText())
                        .toList())
                .containsExactlyElementsOf(
                        IntStream.range(0, BETWEEN).mapToObj(i -> "k" + i).toList());
    }

    private static void repeat(int count, AtomicInteger done, IntPredicate send) {
        for (int i = 0; i < count; i++) {
            int number = i;
            await().atMost(SOON).ignoreExceptions().until(() -> send.test(number));
            done.incrementAndGet();
        }
    }

    private String nameOf(int number) {
        return alice + "-" + number;
    }

    private int sendToBob(int number) {
        return api.post(
                        "/messages/send",
                        Map.of(
                                "from_peer_id",
                                alice,
                                "to_peer_id",
                                bob.id(),
                                "content",
                                "a" + number,
                                "message_id",
                                nameOf(number)))
                .status();
    }

    private List<JsonNode> inboxOfBob() {
        return bob.inbox().stream()
                .filter(one -> one.path("sender_id").asText().equals(alice))
                .toList();
    }

    private List<JsonNode> inboxOfAlice() {
        List<JsonNode> all = new ArrayList<>();
        var after = "";
        while (true) {
            var page =
                    api.get("/messages/inbox/" + alice + "?limit=500" + after).body();
            if (page.isEmpty()) return all;
            page.forEach(all::add);
            after = "&after=" + all.getLast().path("cursor").asText();
        }
    }
}
