package io.bitchat.system.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.SeededRandom;
import io.bitchat.system.suite.Suite;
import io.bitchat.system.suite.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Acknowledged messages survive crashes of any process. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class CrashTest {
    private static final boolean FULL = Boolean.getBoolean("bitchat.full");

    private static final List<String> SERVICES =
            List.of("peer-service", "message-service", "group-gossip-service", "file-service");

    private final Suite suite = Suite.open();

    @Test
    void killingMessageServiceLosesAndDoublesNothing() {
        int kills = FULL ? 50 : 5;
        var random = SeededRandom.of("kill schedule");
        try (var traffic = Traffic.start(suite)) {
            for (int kill = 0; kill < kills; kill++) {
                int enough = traffic.acknowledged() + 20 + random.nextInt(60);
                await().atMost(Duration.ofSeconds(60)).until(() -> traffic.acknowledged() >= enough);
                LockSupport.parkNanos(random.nextInt(30) * 1_000_000L); // anywhere within a batch
                suite.kill("message-service");
            }
            int enough = traffic.acknowledged() + 20;
            await().atMost(Duration.ofSeconds(60)).until(() -> traffic.acknowledged() >= enough);
            traffic.stop();
            verify(traffic);
        }
    }

    /** 50 messages a second and 20 sockets. The only replica is away for some seconds, so sends are repeated. */
    @ParameterizedTest
    @ValueSource(strings = {"message-service", "gateway"})
    void stoppingTellsEachSocketToConnectAgainAndLosesAndDoublesNothing(String process) {
        int stops = FULL ? 10 : 1;
        try (var traffic = Traffic.start(suite, new Traffic.Load(20, Duration.ofMillis(400)))) {
            for (int stop = 1; stop <= stops; stop++) {
                int enough = traffic.acknowledged() + 50;
                await().atMost(Duration.ofSeconds(60)).until(() -> traffic.acknowledged() >= enough);
                suite.signal("TERM", process);
                int seen = stop;
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(traffic.pairs())
                        .allSatisfy(pair ->
                                assertThat(pair.closeCodes()).hasSize(seen).containsOnly(1012)));
            }
            int enough = traffic.acknowledged() + 100;
            await().atMost(Duration.ofSeconds(60)).until(() -> traffic.acknowledged() >= enough);
            traffic.stop();
            assertThat(traffic.statuses()).isSubsetOf(201, 503);
            verify(traffic);
        }
    }

    @Test
    void sendsGoOnWhileKafkaHangsAndTheBacklogDrainsInOrder() {
        try (var traffic = Traffic.start(suite)) {
            suite.signal("STOP", "kafka");
            try {
                traffic.forSeconds(FULL ? 30 : 4);
                awaitReadiness("kafka", false);
            } finally {
                suite.signal("CONT", "kafka");
            }
            awaitReadiness("kafka", true);
            traffic.stop();
            assertThat(traffic.statuses()).isSubsetOf(201, 503);
            assertThat(traffic.slowest()).isLessThan(Duration.ofSeconds(10));
            verify(traffic);
        }
    }

    /** Other services verify tokens themselves, and learn of a revocation through Kafka. */
    @Test
    void aRevocationThatOthersHaveNotHeardOfSaysSo() {
        var client = new Client(suite.url());
        var peer = Client.someone("alice");
        client.post("/peers/register", Map.of("peer_id", peer, "public_key", "k"));
        var revoke = Map.of("peer_id", peer);
        assertThat(client.post("/auth/revoke", revoke).status()).isEqualTo(200);

        suite.signal("STOP", "kafka");
        try {
            assertThat(client.post("/auth/revoke", revoke).status()).isEqualTo(202);
        } finally {
            suite.signal("CONT", "kafka");
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> client.post("/auth/revoke", revoke).status() == 200);
    }

    @Test
    void sendsAreAnsweredWhileTheDatabaseIsDown() {
        try (var traffic = Traffic.start(suite)) {
            // a paused launcher does not restart the database
            suite.signal("STOP", "launcher");
            try {
                suite.signal("INT", "postgres");
                // check this first: without the launcher the log pipes fill up, and then the services block
                awaitReadiness("postgres", false);
                traffic.forSeconds(FULL ? 30 : 4);
            } finally {
                suite.signal("CONT", "launcher");
            }
            awaitReadiness("postgres", true);
            int before = traffic.acknowledged();
            await().atMost(Duration.ofSeconds(60)).until(() -> traffic.acknowledged() > before + 20);
            traffic.stop();
            assertThat(traffic.statuses()).isSubsetOf(201, 503);
            assertThat(traffic.slowest()).isLessThan(Duration.ofSeconds(10));
            verify(traffic);
        }
    }

    /** Waits until each service reports that {@code what} is unavailable, or available again. */
    private void awaitReadiness(String what, boolean ready) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            var answer = new Client(suite.url()).get("/q/health/ready");
            assertThat(answer.status()).isEqualTo(ready ? 200 : 503);
            assertThat(answer.body().path("status").asText()).isEqualTo(ready ? "UP" : "DOWN");
            for (var service : SERVICES) {
                assertThat(answer.body().path("checks"))
                        .as("%s tells of %s: %s", service, what, answer.body())
                        .anyMatch(check -> check.path("name").asText().startsWith(service + ": ")
                                && check.path("name")
                                        .asText()
                                        .toLowerCase(Locale.ROOT)
                                        .contains(what)
                                && check.path("status").asText().equals(ready ? "UP" : "DOWN"));
            }
        });
    }

    private void verify(Traffic traffic) {
        for (var pair : traffic.pairs()) {
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(pair.received())
                        .as("on the socket")
                        .doesNotHaveDuplicates()
                        .containsAll(pair.acknowledged());
                assertThat(pair.received()).as("in order").isSorted();
            });
            assertThat(pair.stored())
                    .as("in the conversation")
                    .doesNotHaveDuplicates()
                    .containsAll(pair.acknowledged());
            assertThat(pair.received()).isEqualTo(pair.stored());
        }
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            var events = sentEvents();
            for (var pair : traffic.pairs()) {
                assertThat(events.getOrDefault(pair.conversation(), List.of())).isEqualTo(pair.stored());
            }
        });
    }

    /** Contents of the sent events by conversation, without duplicate event ids, in topic order. */
    private HashMap<String, List<Integer>> sentEvents() {
        var seen = new java.util.HashSet<String>();
        var contents = new HashMap<String, List<Integer>>();
        for (ConsumerRecord<String, String> record : Topic.readAll(suite.kafka(), "bitchat.messages.v1")) {
            if (!Topic.isFactOf(record, "io.bitchat.message.sent.v1")) continue;
            if (!seen.add(Topic.header(record, "ce_id"))) continue;
            try {
                var content =
                        Client.JSON.readTree(record.value()).path("content").asText();
                if (content.matches("\\d+")) {
                    contents.computeIfAbsent(record.key(), _ -> new java.util.ArrayList<>())
                            .add(Integer.valueOf(content));
                }
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        }
        return contents;
    }
}
